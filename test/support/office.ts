import { randomUUID } from 'node:crypto';
import { loginKey } from '../../src/users/login-name.js';
import type { Client } from './client.js';
import { plain } from './html.js';
import type { World } from './world.js';

/** Loads the demo company; gives what it prints, with the administrator's login. */
export async function loadDemo(world: World): Promise<{
  login: string;
  password: string;
  word: string;
  people: { login: string; password: string }[];
}> {
  const { code, stdout, output } = await world.product.cli(['demo']);
  const [, login, password, word] = /login: (\S+)\nPassword: (\S+)\nCode word: (\S+)/.exec(stdout) ?? [];
  if (code !== 0 || !login || !password || !word) {
    throw new Error(`npm run demo: ${output}`);
  }
  const people = [...stdout.matchAll(/login: (\S+)\nPassword: (\S+)/g)].map((found) => ({
    login: found[1]!,
    password: found[2]!,
  }));
  return { login, password, word, people };
}

/** Signs somebody of the office in through the page. */
export async function enterOffice(world: World, login: string, password: string): Promise<Client> {
  const staff = world.visitor();
  const form = (await staff.get('/staff/login')).form('/staff/login');
  const answer = await form.submit({ login, password });
  if (answer.status !== 303) {
    throw new Error(`staff ${login} was not let in: ${answer.errors.join('; ')}`);
  }
  return staff;
}

/** The password of everybody whom `hire` adds. */
export const STAFF_PASSWORD = 'сорок человек в коридоре';

/** STAFF_PASSWORD with the parameters that the product has unless it is told others. */
const STAFF_HASH =
  '$argon2id$v=19$m=19456,t=2,p=1$mFlis8OY7LFTR9tOoByfPA$mSLPTaNAh3os4I5qJOR5J4udDP5UXQqkfkPLPl5Q03s';

/** Adds somebody to the office and lets them in: at once, or by the panel where a chief does it. */
export async function hire(
  world: World,
  login: string,
  role: string,
  name: string,
  chief?: Client,
  /** The chief's, which is asked for where somebody is to have all rights. */
  current = STAFF_PASSWORD,
): Promise<Client> {
  if (chief) return hireByPanel(world, { login, email: `${login}@example.test`, role, name, current }, chief);
  await world.database.query(
    `INSERT INTO staff (login, login_key, name, email, password_hash, password_changed_at, role)
     VALUES ($1, $2, $3, $1 || '@example.test', $4, now(), $5)`,
    [login, loginKey(login), name, STAFF_HASH, role],
  );
  return enterOffice(world, login, STAFF_PASSWORD);
}

/** A one-time password from the panel, and an own one in its place. */
async function hireByPanel(world: World, fields: Record<string, string>, chief: Client): Promise<Client> {
  const { result } = await act(chief, 'staff/actions/create', fields);
  const oneTime = result!.words![0]!.value;
  const login = fields['login']!;
  const staff = await enterOffice(world, login, oneTime);
  const form = (await staff.get('/staff/password')).form('/staff/password');
  const answer = await form.submit({ password: STAFF_PASSWORD, repeat: STAFF_PASSWORD });
  if (answer.location !== '/office') {
    throw new Error(`${login} has no password: ${answer.errors.join('; ')}`);
  }
  return staff;
}

/** What the panel answers to an action. */
export interface ActionAnswer {
  status: number;
  errors?: Record<string, string>;
  message?: string;
  redirect?: string;
  conflict?: {
    told: string;
    rows: { field: string; label: string; was: string; now: string; typed: string }[];
    version: string;
    values: Record<string, unknown>;
  };
  result?: {
    title: string;
    words?: { value: string; note?: string }[];
    lines?: string[];
    table?: { head: string[]; rows: string[][] };
    confirm?: string;
    seen?: string;
    print?: { url: string; fields?: Record<string, string> };
  };
}

/** Forms that change what a record says: they carry the version that they were opened with. */
const EDITS =
  /^((?:meters|reading-windows|import-profiles|staff|executors|request-categories|message-templates|answer-templates|appeal-topics)\/records\/[^/]+)\/(?:change|replace\w*)$/;

/** What the form of an action that edits was opened with. */
export interface Opened {
  version?: string;
  before?: Record<string, unknown>;
}

/** What a form of a record starts with: the version, among all that is shown of it. */
export async function open(staff: Client, record: string): Promise<Record<string, string>> {
  const page = await staff.get(`/admin/api/resources/${record}/show`);
  const { record: shown } = JSON.parse(page.body || '{}') as { record?: { params: Record<string, string> } };
  return shown?.params ?? {};
}

/** Does an action of the panel as its form does; one that edits is opened right before, unless it was by the test. */
export async function act(
  staff: Client,
  path: string,
  fields: Record<string, unknown> = {},
  key: string = randomUUID(),
  confirmed = false,
  opened?: Opened,
  /** What the form was told when it was opened, or by the dry run before. */
  seen?: string,
): Promise<ActionAnswer> {
  const record = opened ? undefined : EDITS.exec(path)?.[1];
  const { version, before } = opened ?? { version: record && (await open(staff, record))['~~version'] };
  const page = await staff.request('POST', `/admin/api/resources/${path}`, {
    headers: { 'content-type': 'application/json', ...staff.sameOrigin() },
    body: JSON.stringify({ key, confirmed, seen, fields, version, before }),
  });
  const answer = JSON.parse(page.body.toString() || '{}') as Omit<ActionAnswer, 'status'>;
  return { ...answer, status: page.status };
}

/** Sends a file to an action of the panel as its form does. */
export async function upload(
  staff: Client,
  path: string,
  name: string,
  file: Buffer | string,
  fields: Record<string, unknown> = {},
  /** What the preview said, where it is confirmed. */
  seen?: string,
): Promise<ActionAnswer> {
  const form = JSON.stringify({ key: randomUUID(), confirmed: seen !== undefined, seen, fields });
  const page = await staff.request('POST', `/admin/api/resources/${path}`, {
    headers: {
      'content-type': 'application/octet-stream',
      'x-panel-form': encodeURIComponent(form),
      'x-file-name': encodeURIComponent(name),
      ...staff.sameOrigin(),
    },
    body: file,
  });
  return { ...(JSON.parse(page.body || '{}') as Omit<ActionAnswer, 'status'>), status: page.status };
}

/** What a record tells besides its columns, once the work behind it is over. */
export async function finished(staff: Client, record: string): Promise<Report> {
  const path = record.replace(/^\/admin\/resources\//, '').replace(/\/show$/, '');
  for (let attempt = 0; attempt < 180; attempt += 1) {
    const page = await staff.get(`/admin/api/resources/${path}/report`);
    if (page.status !== 200) throw new Error(`${path}: ${page.status} ${page.body}`);
    const report = JSON.parse(page.body) as Report;
    if (!report.busy) return report;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  throw new Error(`${path} does not end`);
}

/** Checks a file by a form of the panel, and loads it where the check allows that; gives what was told of both. */
export async function checkAndLoad(
  staff: Client,
  form: string,
  name: string,
  file: Buffer | string,
  fields: Record<string, unknown> = {},
): Promise<{ checked: Report; job: string; loaded: Report | undefined }> {
  const answer = await upload(staff, form, name, file, fields);
  if (!answer.redirect) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.errors)}`);
  const job = answer.redirect.replace('/admin/resources/', '').replace(/\/show$/, '');
  const checked = await finished(staff, job);
  if (checked.links?.[0]?.label !== 'Загрузить') return { checked, job, loaded: undefined };
  const { redirect } = await act(staff, `${job}/load`);
  return { checked, job, loaded: await finished(staff, redirect!) };
}

/** A report of a record of the panel. */
export interface Report {
  busy: boolean;
  message?: { tone: string; text: string };
  lines?: string[];
  tables?: { caption: string; head: string[]; rows: string[][] }[];
  downloads?: { label: string; url: string }[];
  links?: { label: string; to: string }[];
}

/** Rows of a list of the panel. */
export async function list(staff: Client, resource: string, query = ''): Promise<Record<string, string>[]> {
  const page = await staff.get(`/admin/api/resources/${resource}/actions/list${query}`);
  if (page.status !== 200) throw new Error(`${resource}${query}: ${page.status} ${page.body.slice(0, 400)}`);
  const { records } = JSON.parse(page.body.toString()) as { records: { params: Record<string, string> }[] };
  return records.map(({ params }) => params);
}

/** A line of «Сегодня». */
interface Todo {
  what: string;
  more: string[];
  late: boolean;
  href: string;
}

/** What «Сегодня» tells somebody to do. */
export async function todo(staff: Client): Promise<Todo[]> {
  const { html } = await staff.get('/office');
  return html.querySelectorAll('.todo li').map((line) => ({
    what: plain(line.querySelector('b')?.text ?? ''),
    more: line.querySelectorAll('.x').map(({ text }) => plain(text)),
    late: line.classNames.includes('late-row'),
    href: line.querySelector('a')?.getAttribute('href') ?? '',
  }));
}

/** What «Сегодня» tells of what goes as it should, by the words before it. */
export async function boards(staff: Client): Promise<Record<string, string[]>> {
  const { html } = await staff.get('/office');
  const rows = html.querySelectorAll('.board dl > div');
  return Object.fromEntries(
    rows.map((row) => [
      plain(row.querySelector('dt')?.text ?? ''),
      row.querySelectorAll('dd p').map(({ text }) => plain(text)),
    ]),
  );
}

/** The id of an account of the demo company by its place in the order of numbers. */
export async function accountId(world: World, place: number): Promise<string> {
  const rows = await world.database.query<{ id: string }>(
    'SELECT id FROM accounts ORDER BY number OFFSET $1 LIMIT 1',
    [place],
  );
  return rows[0]!.id;
}
