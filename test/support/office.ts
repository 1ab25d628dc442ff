import { randomUUID } from 'node:crypto';
import type { Client } from './client.js';
import type { World } from './world.js';

/** Loads the demo company; gives what it prints. */
export async function loadDemo(world: World): Promise<{ login: string; password: string; word: string }> {
  const { code, stdout, output } = await world.product.cli(['demo']);
  const [, login, password, word] = /login: (\S+)\nPassword: (\S+)\nCode word: (\S+)/.exec(stdout) ?? [];
  if (code !== 0 || !login || !password || !word) {
    throw new Error(`npm run demo: ${output}`);
  }
  return { login, password, word };
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

/** What the panel answers to an action. */
export interface ActionAnswer {
  status: number;
  errors?: Record<string, string>;
  message?: string;
  result?: {
    title: string;
    words?: { value: string; note?: string }[];
    print?: { url: string; fields?: Record<string, string> };
  };
}

/** Does an action of the panel as its form does. */
export async function act(
  staff: Client,
  path: string,
  fields: Record<string, unknown> = {},
  key: string = randomUUID(),
): Promise<ActionAnswer> {
  const page = await staff.request('POST', `/admin/api/resources/${path}`, {
    headers: { 'content-type': 'application/json', ...staff.sameOrigin() },
    body: JSON.stringify({ key, fields }),
  });
  const answer = JSON.parse(page.body.toString() || '{}') as Omit<ActionAnswer, 'status'>;
  return { ...answer, status: page.status };
}

/** Rows of a list of the panel. */
export async function list(staff: Client, resource: string, query = ''): Promise<Record<string, string>[]> {
  const page = await staff.get(`/admin/api/resources/${resource}/actions/list${query}`);
  const { records } = JSON.parse(page.body.toString()) as { records: { params: Record<string, string> }[] };
  return records.map(({ params }) => params);
}

/** The id of an account of the demo company by its place in the order of numbers. */
export async function accountId(world: World, place: number): Promise<string> {
  const rows = await world.database.query<{ id: string }>(
    'SELECT id FROM accounts ORDER BY number OFFSET $1 LIMIT 1',
    [place],
  );
  return rows[0]!.id;
}
