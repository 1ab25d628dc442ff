import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount, giveDocuments, givePayment } from './support/billing.js';
import type { Client } from './support/client.js';
import { act, boards, finished, hire, list, open, todo, upload } from './support/office.js';
import { statement } from './support/statement.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

type Role = 'operator' | 'accountant' | 'administrator';
const NOBODY: Role[] = [];
const CLERKS: Role[] = ['operator', 'administrator'];
const MONEY: Role[] = ['accountant', 'administrator'];
const ALL: Role[] = ['operator', 'accountant', 'administrator'];
const CHIEF: Role[] = ['administrator'];

/** Who may list what. */
const LISTS: Record<string, Role[]> = {
  residents: CLERKS,
  accounts: ALL,
  houses: ALL,
  links: ALL,
  meters: ALL,
  'account-meters': ALL,
  'meter-accounts': ALL,
  readings: ALL,
  'reading-windows': ALL,
  imports: ALL,
  documents: ALL,
  'charge-lines': ALL,
  payments: ALL,
  batches: MONEY,
  'unknown-rows': MONEY,
  jobs: ALL,
  'reading-exports': ALL,
  'import-profiles': ALL,
  'code-words': CLERKS,
  'word-accounts': CLERKS,
  letters: CLERKS,
  staff: CHIEF,
  audit: ALL,
};

/** Who may do what; `*` stands for a record that does not exist, which only those who may do it get to know. */
const ACTIONS: Record<string, Role[]> = {
  'imports/actions/load': CLERKS,
  'imports/records/*/undo': CLERKS,
  'imports/actions/loadMeters': CLERKS,
  'reading-exports/actions/send': ALL,
  'reading-exports/records/999999/fetch': ALL,
  'batches/actions/load': MONEY,
  'batches/records/999999/undo': MONEY,
  'jobs/records/*/load': ALL,
  'jobs/records/*/loadAnyway': ALL,
  'jobs/records/*/cancel': ALL,
  'import-profiles/actions/create': ALL,
  'import-profiles/records/*/change': ALL,
  'import-profiles/records/*/remove': ALL,
  'houses/records/*/printReceipts': MONEY,
  'houses/records/*/issueWords': CLERKS,
  'houses/records/*/revokeWords': CLERKS,
  'accounts/records/*/issueWord': CLERKS,
  'links/records/*/unlink': CLERKS,
  'accounts/records/*/addMeter': CLERKS,
  'houses/records/*/roundList': ALL,
  'meters/records/*/record': CLERKS,
  'meters/records/*/recordFour': CLERKS,
  'meters/records/*/change': CLERKS,
  'meters/records/*/replace': CLERKS,
  'meters/records/*/replaceFour': CLERKS,
  'meters/records/*/attach': CLERKS,
  'meters/records/*/detach': CLERKS,
  'meters/records/*/remove': CLERKS,
  'readings/records/999999/accept': CLERKS,
  'readings/records/999999/reject': CLERKS,
  'reading-windows/actions/add': CHIEF,
  'reading-windows/records/999999/change': CHIEF,
  'reading-windows/records/999999/remove': CHIEF,
  'meters/records/*/delete': NOBODY,
  'readings/records/999999/edit': NOBODY,
  'code-words/actions/issue': CLERKS,
  'residents/records/*/block': CLERKS,
  'staff/actions/create': CHIEF,
  'documents/records/999999/edit': NOBODY,
  'payments/records/999999/delete': NOBODY,
};
const NOVEMBER = `?filters.q=${encodeURIComponent('ноябрь')}`;
const NO_RECORD = '00000000-0000-4000-8000-000000000000';

let world: World;
let staff: Record<Role, Client>;
let account: string;
const number = '0177000001';
let documents: { id: string; closing: number }[];

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  const administrator = await hire(world, 'chief', 'administrator', 'Вера Главная');
  staff = {
    administrator,
    operator: await hire(world, 'clerk', 'operator', 'Пётр Клерков', administrator),
    accountant: await hire(world, 'money', 'accountant', 'Раиса Счетова', administrator),
  };
  await giveResident(world, 'irina');
  account = await giveAccount(world, 'irina', number);
  documents = await giveDocuments(world, account, ['2026-09', '2026-10']);
  await givePayment(world, account, '2026-11-10', 100_000);
});
afterAll(() => world?.stop());

describe('The matrix of roles', () => {
  it.each(Object.entries(LISTS))('of the list «%s»', async (resource, may) => {
    for (const role of ALL) {
      const page = await staff[role].get(`/admin/api/resources/${resource}/actions/list`);
      expect({ role, status: page.status }).toEqual({ role, status: may.includes(role) ? 200 : 403 });
    }
  });

  it.each(Object.entries(ACTIONS))('of the action «%s»', async (path, may) => {
    for (const role of ALL) {
      const { status } = await act(staff[role], path.replace('*', NO_RECORD));
      const allowed = path.includes('/records/') ? [404] : [415, 422];
      const wanted = may.includes(role) ? allowed : [may === NOBODY ? 404 : 403];
      expect({ role, wanted, fits: wanted.includes(status), status }).toMatchObject({ fits: true });
    }
  });

  it('keeps residents and strangers out of everything', async () => {
    for (const path of [
      ...Object.keys(LISTS).map((id) => `${id}/actions/list`),
      `jobs/records/${NO_RECORD}/report`,
    ]) {
      expect((await world.visitor().get(`/admin/api/resources/${path}`)).status).toBe(401);
    }
    expect((await upload(world.visitor(), 'batches/actions/load', 'a.csv', 'account')).status).toBe(401);
    expect((await world.visitor().get(`/admin/jobs/${NO_RECORD}/file`)).location).toMatch(/^\/staff\/login/);
  });

  it('shows an accountant their own lines of the journal only', async () => {
    const lines = await list(staff.accountant, 'audit');
    expect(new Set(lines.map(({ actor }) => actor))).toEqual(new Set(['Раиса Счетова']));
  });
});

describe('Money in the panel', () => {
  it('is listed by account and period, the newest first', async () => {
    const found = await list(staff.operator, 'documents', `?filters.q=${number}`);
    expect(found.map(({ period }) => period)).toEqual(['октябрь\u00a02026', 'сентябрь\u00a02026']);
    const september = await list(
      staff.accountant,
      'documents',
      `?filters.account=${number}&filters.period~~from=2026-09&filters.period~~to=2026-09`,
    );
    expect(september).toHaveLength(1);
    for (const wrong of ['2026-13', '2026', "'", '9999-99']) {
      const query = `?filters.period~~from=${encodeURIComponent(wrong)}`;
      expect(await list(staff.accountant, 'documents', query)).toEqual([]);
    }
  });

  it('opens as a document with its lines and payments, and lines have no page of their own', async () => {
    const page = await staff.operator.get(`/admin/api/resources/documents/records/${documents[1]!.id}/show`);
    expect(page.body).toContain(`Квитанция ${number}, октябрь 2026`);
    const lines = await list(staff.operator, 'charge-lines', `?filters.document~~id=${documents[1]!.id}`);
    expect(lines).toHaveLength(10);
    expect(lines[0]).toMatchObject({ service: 'Отопление', volume: '0,76\u00a0Гкал', tariff: '2105,43' });
    const line = encodeURIComponent(String(lines[0]!['id']));
    expect((await staff.operator.get(`/admin/api/resources/charge-lines/records/${line}/show`)).status).toBe(
      404,
    );
    const card = await staff.operator.get(`/admin/api/resources/accounts/records/${account}/show`);
    expect(card.body).toContain('"balanceOn":"10 ноября 2026"');
    const paid = await list(staff.operator, 'payments', `?filters.account~~id=${account}`);
    expect(paid[0]).toMatchObject({
      paidOn: '10 ноября 2026',
      amount: '1\u00a0000,00\u00a0₽',
      document: null,
    });
  });

  it('says of a balance in words where it is no debt, and of a debt the sum alone: the heading says the rest', async () => {
    const [row] = await list(staff.operator, 'accounts', `?filters.q=${number}`);
    expect(row!['balance']).toMatch(/^(Переплата )?\d/);
    const [link] = await list(staff.operator, 'links', `?filters.account~~id=${account}`);
    expect(link).toMatchObject({ balance: row!['balance'], document: 'октябрь 2026' });
    expect(link!['document~~id']).toBe(documents[1]!.id);
  });

  it('refuses identifiers that cannot be', async () => {
    for (const path of [
      'documents/records/x/show',
      'documents/records/99999999999999999999/show',
      `batches/records/${NO_RECORD}/show`,
      'jobs/records/1/report',
      `jobs/records/${NO_RECORD}/report`,
      `documents/records/${documents[0]!.id}/report`,
    ]) {
      expect((await staff.administrator.get(`/admin/api/resources/${path}`)).status).toBe(404);
    }
    for (const id of ['x', NO_RECORD]) {
      expect(await list(staff.administrator, 'documents', `?filters.batch~~id=${id}`)).toEqual([]);
    }
  });
});

/** Lines of the neutral file of charges: two services for each account. */
function charges(accounts: string[], period: string): string {
  const lines = accounts.flatMap((one) => [
    `${one};${period};Д-${one};Отопление;Гкал;1,5;;2000,00;3000,00;0;;0;0;3000,00`,
    `${one};${period};Д-${one};Домофон;;;;;45,00;0;;0;0;45,00`,
  ]);
  const head =
    'account;period;doc_id;service;unit;volume;common_volume;tariff;charged;recalc;recalc_reason;benefit;increase;total';
  return `${[head, ...lines].join('\n')}\n`;
}

/** Checks a file and gives the page of the job with its outcome. */
async function check(name: string, file: string | Buffer, fields: Record<string, unknown> = {}) {
  const answer = await upload(staff.accountant, 'batches/actions/load', name, file, {
    kind: 'auto',
    ...fields,
  });
  if (!answer.redirect) throw new Error(`${name}: ${answer.status} ${JSON.stringify(answer.errors)}`);
  const job = answer.redirect.replace('/admin/resources/', '').replace(/\/show$/, '');
  return { job, report: await finished(staff.accountant, job) };
}

/** Loads what was checked. */
async function load(job: string) {
  const { redirect } = await act(staff.accountant, `${job}/load`);
  return finished(staff.accountant, redirect!);
}

async function count(table: string): Promise<number> {
  const [row] = await world.database.query<{ count: string }>(`SELECT count(*) FROM ${table}`);
  return Number(row!.count);
}

describe('The import of charges in the panel', () => {
  let known: string[];
  let file: string;
  let checked: string;

  it('first checks, and writes nothing', async () => {
    known = ['0177000002', '0177000003'];
    for (const one of known) await giveAccount(world, 'irina', one);
    file = charges([...known, '0199999999'], '2026-11');
    const before = await count('payment_documents');
    const { job, report } = await check('ноябрь.csv', file);
    checked = job;
    expect(report.message).toMatchObject({ tone: 'good' });
    expect(report.lines!.join(' ')).toMatch(
      /Начисления, CSV, ноябрь.2026\. В файле 6 строк на 9.135,00.₽\. Будет загружено: 4 строки на 6.090,00.₽\. Будет ждать разноски: 2 строки на 3.045,00.₽\./,
    );
    expect(report.lines!.join(' ')).toContain('Лицевых счетов, которых в портале нет: 1 (2 строки)');
    expect(report.tables![0]!.rows).toEqual([['0199999999', '2', '3\u00a0045,00\u00a0₽']]);
    expect(await count('payment_documents')).toBe(before);
    expect(await count("batches WHERE file_name = 'ноябрь.csv'")).toBe(0);
  });

  it('may be watched and loaded by the accountant and the administrator only', async () => {
    for (const path of [`${checked}/show`, `${checked}/report`]) {
      expect((await staff.operator.get(`/admin/api/resources/${path}`)).status).toBe(404);
    }
    expect((await act(staff.operator, `${checked}/load`)).status).toBe(404);
    expect((await act(world.visitor(), `${checked}/load`)).status).toBe(401);
    expect((await staff.administrator.get(`/admin/api/resources/${checked}/report`)).status).toBe(200);
    expect((await act(staff.accountant, `${checked}/loadAnyway`)).status).toBe(409);
  });

  it('then loads: documents, balances, the journal', async () => {
    const report = await load(checked);
    expect(report.message).toEqual({ tone: 'good', text: 'Файл загружен.' });
    const [document] = await list(staff.operator, 'documents', `?filters.q=${known[0]}`);
    expect(document).toMatchObject({ period: 'ноябрь\u00a02026', charged: '3\u00a0045,00\u00a0₽' });
    const [batch] = await list(staff.administrator, 'batches', NOVEMBER);
    expect(batch).toMatchObject({
      kind: 'charges',
      file: '6 строк на 9\u00a0135,00\u00a0₽',
      rows: '4 строки на 6\u00a0090,00\u00a0₽',
      unknown: '2 строки на 3\u00a0045,00\u00a0₽',
      state: 'loaded',
    });
    expect(await open(staff.administrator, `batches/records/${batch!['id']}`)).toMatchObject({
      staff: 'Раиса Счетова',
    });
    const [line] = await list(staff.accountant, 'audit', '?filters.action=batch.loaded');
    expect(line).toMatchObject({ actor: 'Раиса Счетова', object: 'ноябрь.csv' });
  });

  it('is told without sums where the report was kept from before they were told apart', async () => {
    const [row] = await world.database.query<{ result: { report: Record<string, unknown> } }>(
      'SELECT result FROM jobs WHERE id = $1',
      [checked.split('/').at(-1)],
    );
    const { skippedKopecks: _skipped, recognised: _recognised, unknown, ...report } = row!.result.report;
    const { kopecks: _kopecks, ...aside } = unknown as Record<string, unknown>;
    const write = (result: unknown) =>
      world.database.query('UPDATE jobs SET result = $2 WHERE id = $1', [checked.split('/').at(-1), result]);
    await write({ report: { ...report, unknown: aside } });
    const old = await finished(staff.accountant, checked);
    expect(old.lines!.join(' ')).toContain('6 строк. Будет загружено: 4.');
    await write(row!.result);
  });

  it('changes nothing when the same file comes again, even by the page of the first check', async () => {
    const again = await check('ноябрь.csv', file);
    const [, number] = /уже загружен .* \(загрузка № (\d+)\)/.exec(again.report.message!.text)!;
    expect(again.report.links).toEqual([
      { label: `Открыть загрузку № ${number}`, to: `/admin/resources/batches/records/${number}/show` },
    ]);
    expect((await act(staff.accountant, `${again.job}/load`)).status).toBe(409);
    const twice = await load(checked);
    expect(twice.message!.text).toContain('уже загружен');
    expect(await count("batches WHERE file_name = 'ноябрь.csv'")).toBe(1);
  });

  it('keeps rows of unknown accounts until they are assigned, all of an account at once', async () => {
    const waiting = await list(
      staff.accountant,
      'unknown-rows',
      '?filters.state=waiting&filters.q=0199999999',
    );
    expect(waiting).toHaveLength(2);
    expect(waiting[0]).toMatchObject({ account: '0199999999', what: 'Отопление, ноябрь 2026' });
    const row = `/office/unknown-rows/${waiting[0]!['id']}`;
    expect((await staff.operator.get(row)).status).toBe(403);
    const page = await staff.accountant.get(`${row}?find=${number}`);
    const nobody = await page.form(`${row}/assign`).submit();
    expect(nobody.errors).toEqual(['Выберите лицевой счет']);
    const done = await page.form(`${row}/assign`).submit({ account });
    expect(done.status).toBe(303);
    const [batch] = await list(staff.administrator, 'batches', NOVEMBER);
    expect(batch).toMatchObject({
      file: '6 строк на 9\u00a0135,00\u00a0₽',
      rows: '6 строк на 9\u00a0135,00\u00a0₽',
      unknown: null,
    });
    const [document] = await list(staff.operator, 'documents', `?filters.account~~id=${account}`);
    expect(document).toMatchObject({ period: 'ноябрь\u00a02026' });
  });

  it('can be taken back, and then the file may come again', async () => {
    const [batch] = await list(staff.accountant, 'batches', NOVEMBER);
    const undo = `batches/records/${batch!['id']}/undo`;
    expect((await act(staff.operator, undo)).status).toBe(403);
    expect((await act(staff.accountant, undo)).message).toMatch(/^Загрузка отменена: 6 строк/);
    expect((await act(staff.accountant, undo)).status).toBe(409);
    const [gone] = await list(staff.accountant, 'batches', NOVEMBER);
    expect(gone).toMatchObject({
      file: '6 строк на 9\u00a0135,00\u00a0₽',
      rows: null,
      unknown: null,
      state: 'undone',
    });
    const documentsLeft = await list(staff.operator, 'documents', `?filters.account~~id=${account}`);
    expect(documentsLeft[0]).toMatchObject({ period: 'октябрь\u00a02026' });
    expect(await list(staff.accountant, 'unknown-rows', '?filters.q=0199999999')).toEqual([]);
    expect((await check('ноябрь.csv', file)).report.message).toMatchObject({ tone: 'good' });
  });

  it('refuses wrong rows with their reasons, and gives them as a file', async () => {
    const bad = file.replace('3000,00;0;;0;0;3000,00', 'триста;0;;0;0;3000,00');
    const { job, report } = await check('плохой.csv', bad);
    expect(report.message).toMatchObject({ tone: 'bad' });
    expect(report.lines![1]).toMatch(/^\d+ строк\S*\. Верных: \d+\.$/);
    expect(report.tables![0]).toMatchObject({ caption: 'Ошибки', head: ['Строка', 'Столбец', 'Что не так'] });
    expect(report.tables![0]!.rows[0]!.slice(0, 2)).toEqual(['2', 'charged']);
    expect((await act(staff.accountant, `${job}/load`)).status).toBe(409);
    const again = { label: 'Загрузить исправленный файл', to: '/admin/resources/batches/actions/load' };
    expect(report.links).toEqual([again]);
    expect((await staff.accountant.get(again.to)).status).toBe(200);

    const { url } = report.downloads![0]!;
    const wrong = await staff.accountant.get(url);
    expect(wrong.status).toBe(200);
    expect(wrong.headers['content-disposition']).toMatch(/^attachment; .*filename\*=UTF-8''/);
    expect(wrong.headers['content-type']).toMatch(/^text\/csv/);
    expect(wrong.body).toContain('триста');
    expect(wrong.body.split('\n')[0]).toMatch(/Причина/);
    expect((await staff.operator.get(url)).status).toBe(404);
    expect((await world.visitor().get(url)).location).toMatch(/^\/staff\/login/);
    for (const other of [
      `/admin/${checked}/file`,
      '/admin/jobs/..%2f..%2fpackage.json/file',
      `/admin/jobs/${NO_RECORD}/file`,
    ]) {
      expect((await staff.accountant.get(other)).status).toBe(404);
    }
  });

  it('refuses what is no table of charges in words, and the process stays up', async () => {
    const files: [string, Buffer | string][] = [
      ['пусто.csv', ''],
      ['книга.xlsx', Buffer.from('PK\x03\x04 не книга', 'latin1')],
      [`${'../'.repeat(5)}etc/passwd`, 'account\n1\n'],
    ];
    for (const { job, report } of await Promise.all(files.map((one) => check(...one)))) {
      expect(report.message).toMatchObject({ tone: 'bad' });
      expect(report.message!.text).toMatch(/[а-яё]/);
      expect(report.links!.at(-1)!.label).toBe('Загрузить исправленный файл');
      expect((await act(staff.accountant, `${job}/load`)).status).toBe(409);
    }
    expect((await staff.accountant.get('/health/ready')).status).toBe(200);
  });

  it('refuses a file that is too large before it has arrived', async () => {
    const { status, errors } = await tooLarge();
    expect(status).toBe(422);
    expect(errors!['file']).toMatch(/^Файл больше 200.МБ/);
  });

  /** Tells of 300 MB and sends but a little. */
  async function tooLarge(): Promise<{ status: number; errors?: Record<string, string> }> {
    const page = await staff.accountant.request('POST', '/admin/api/resources/batches/actions/load', {
      headers: {
        'content-type': 'application/octet-stream',
        'content-length': String(300 * 1024 * 1024),
        'x-panel-form': encodeURIComponent(JSON.stringify({ key: 'k'.repeat(20), fields: {} })),
        'x-file-name': 'large.csv',
        ...staff.accountant.sameOrigin(),
      },
      body: 'account',
    });
    return { status: page.status, ...(JSON.parse(page.body) as { errors?: Record<string, string> }) };
  }
});

describe('A payment whose purpose names two accounts', () => {
  const [one, other] = ['0177000071', '0177000072'];
  const transfer = { number: '77', sum: 12_300, purpose: `л/с ${other}; 177000071`, payer: 'Сидорова Анна' };
  let account: string;

  beforeAll(async () => {
    for (const given of [other, one]) account = await giveAccount(world, 'irina', given);
  });

  it('waits with who paid and both accounts offered, and is given to one of them', async () => {
    const { job } = await check('два.txt', statement([transfer]));
    await load(job);
    const [row] = await list(staff.accountant, 'unknown-rows', '?filters.state=waiting');
    const id = String(row!['id']);
    expect(row!['what']).toBe(`20.11.2026, Выписка банка, Сидорова Анна, л/с ${other}; 177000071`);
    const page = await staff.accountant.get(`/admin/api/resources/unknown-rows/records/${id}/show`);
    const { record } = JSON.parse(page.body) as { record: { params: Record<string, string> } };
    expect(record.params).toMatchObject({ payer: 'Сидорова Анна', named: `${one}, ${other}` });
    const { links } = JSON.parse(
      (await staff.accountant.get(`/admin/api/resources/unknown-rows/records/${id}/report`)).body,
    ) as { links: { to: string }[] };
    const opened = await staff.accountant.get(links[0]!.to);
    expect((await opened.form(`/office/unknown-rows/${id}/assign`).submit({ account })).status).toBe(303);
    const [payment] = await list(staff.operator, 'payments', `?filters.account~~id=${account}`);
    expect(payment).toMatchObject({ amount: '123,00\u00a0₽' });
  });

  it('is not said to be given when it is here already: the office reads which payment it is', async () => {
    const { job } = await check('ещё.txt', statement([{ ...transfer, number: '78' }]));
    await load(job);
    const [row] = await list(staff.accountant, 'unknown-rows', '?filters.state=waiting');
    await world.database.query(
      `UPDATE payments SET key = u.record->>'key' FROM unknown_rows u WHERE u.id = $1 AND external_id = '77'`,
      [row!['id']],
    );
    const path = `/office/unknown-rows/${String(row!['id'])}`;
    const refused = await (await staff.accountant.get(path)).form(`${path}/assign`).submit({ account });
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toMatch(
      /^Строка 9 не разнесена: такой платёж уже есть: 20.ноября.2026, 123,00.₽, лицевой счет 0177000071, загрузка № \d+$/,
    );
    expect(await list(staff.accountant, 'unknown-rows', '?filters.state=waiting')).toHaveLength(1);
  });
});

describe('A profile of files', () => {
  const typed = { name: ' Своя  программа ', kind: 'payments', encoding: 'win', delimiter: 'tab' };

  it('is refused with a bad mapping, in words', async () => {
    for (const [columns, told] of [
      ['счёт', 'Строка 1: напишите поле и заголовок через знак «='],
      ['account = ЛС\nитог = x', 'Строка 2: поля «итог» нет'],
      ['account = ЛС\nлицевой счет = ЛС 2', 'уже указано выше'],
    ] as const) {
      const { errors } = await act(staff.accountant, 'import-profiles/actions/create', { ...typed, columns });
      expect(errors!['columns']).toContain(told);
    }
    const nameless = await act(staff.accountant, 'import-profiles/actions/create', { ...typed, name: ' ' });
    expect(nameless.errors).toHaveProperty('name');
  });

  it('is saved once, used in a load, and removed', async () => {
    const columns = 'Лицевой счет = Абонент\nДата платежа = Когда\nСумма = Сколько';
    const create = () =>
      act(staff.accountant, 'import-profiles/actions/create', { ...typed, skipRows: '1', columns });
    expect(await create()).toMatchObject({ status: 200, message: 'Профиль «Своя программа» сохранён.' });
    expect((await create()).errors).toEqual({ name: 'Профиль с таким названием уже есть' });
    const [profile] = await list(staff.accountant, 'import-profiles');
    expect(profile).toMatchObject({ name: 'Своя программа', kind: 'payments' });

    const text = `Выгрузка\nАбонент\tКогда\tСколько\n${number}\t05.11.2026\t150,50\n`;
    const bytes = Buffer.from(
      [...text].map((letter) => letter.charCodeAt(0) - (letter < '\x80' ? 0 : 0x350)),
    );
    const { job, report } = await check('своя.txt', bytes, { profile: [profile!['id']] });
    expect(report.message).toMatchObject({ tone: 'good' });
    await load(job);
    const card = await staff.operator.get(`/admin/api/resources/accounts/records/${account}/show`);
    expect(card.body).toContain('"balanceOn":"10 ноября 2026"');
    const paid = await list(staff.operator, 'payments', `?filters.account~~id=${account}`);
    expect(paid.map(({ amount }) => amount)).toContain('150,50\u00a0₽');

    const wrongKind = await upload(staff.accountant, 'batches/actions/load', 'a.csv', bytes, {
      kind: 'charges',
      profile: [profile!['id']],
    });
    expect(wrongKind.errors).toEqual({ kind: 'Профиль «Своя программа» — для файлов вида «Платежи»' });
    expect((await act(staff.accountant, `import-profiles/records/${profile!['id']}/remove`)).status).toBe(
      200,
    );
    expect(await list(staff.accountant, 'import-profiles')).toEqual([]);
    const gone = await upload(staff.accountant, 'batches/actions/load', 'a.csv', bytes, {
      kind: 'auto',
      profile: [profile!['id']],
    });
    expect(gone.errors).toHaveProperty('profile');
  });
});

describe('The receipts of a house', () => {
  let print: string;
  const month = { month: '2026-09' };
  const prints = () => list(staff.administrator, 'audit', '?filters.action=receipts.printed');
  const jobs = () => world.database.query("SELECT FROM jobs WHERE kind = 'house-receipts'");

  beforeAll(async () => {
    const [house] = await world.database.query<{ id: string }>(
      'SELECT n.house_id AS id FROM accounts a JOIN units n ON n.id = a.unit_id WHERE a.id = $1',
      [account],
    );
    print = `houses/records/${house!.id}/printReceipts`;
  });

  it('are printed by a job into one PDF', async () => {
    expect((await act(staff.operator, print, { month: '2026-10' })).status).toBe(403);
    expect((await act(staff.accountant, print, { month: '2026-13' })).errors).toHaveProperty('month');
    expect((await act(staff.accountant, print, { month: '2020-01' })).errors).toEqual({
      month: 'За этот месяц у дома нет квитанций',
    });
    const { redirect } = await act(staff.accountant, print, { month: '' });
    const report = await finished(staff.accountant, redirect!);
    expect(report.message!.text).toMatch(/^Готово: 1 квитанция\./);
    const file = await staff.administrator.get(report.downloads![0]!.url);
    expect(file.headers['content-type']).toBe('application/pdf');
    expect(file.bytes.subarray(0, 5).toString()).toBe('%PDF-');
    const name = /filename\*=UTF-8''(\S+)/.exec(file.headers['content-disposition']!)![1]!;
    expect(decodeURIComponent(name)).toMatch(/^Квитанции г\. Иркутск, .* октябрь\s2026\.pdf$/);
    expect((await staff.operator.get(report.downloads![0]!.url)).status).toBe(404);
    // The journal tells who, which house and which month; what was refused is not in it.
    const printed = await prints();
    expect(printed).toHaveLength(1);
    expect(printed[0]).toMatchObject({ objectKind: 'house', actor: 'Раиса Счетова' });
    expect(printed[0]!['object']).toMatch(/^г\. Иркутск, ул\. Квитанций, д\. 0177000001, октябрь\s2026$/);
  });

  it('are printed once by a double click, and by who presses while somebody else is printing', async () => {
    const [before, known] = [await jobs(), await prints()];
    const clicks = await Promise.all([
      act(staff.accountant, print, month),
      act(staff.accountant, print, month),
    ]);
    const other = await act(staff.administrator, print, month);
    const said = [...clicks, other].map(({ message }) => message).sort();
    expect(said).toEqual([
      'Квитанции готовятся.',
      'Эти квитанции уже готовятся.',
      'Эти квитанции уже готовятся.',
    ]);
    expect(new Set([...clicks, other].map(({ redirect }) => redirect)).size).toBe(1);
    const october = await act(staff.accountant, print, { month: '2026-10' });
    expect(october.redirect).not.toBe(other.redirect);
    for (const { redirect } of [other, october]) await finished(staff.accountant, redirect!);
    expect(await jobs()).toHaveLength(before.length + 2);
    expect(await prints()).toHaveLength(known.length + 2);
  });

  it('are printed anew when a print is over or has died', async () => {
    const first = await act(staff.accountant, print, month);
    await finished(staff.accountant, first.redirect!);
    const [dead] = await world.database.query<{ id: string }>(
      `INSERT INTO jobs (kind, single, title, params, state, heartbeat_at)
       SELECT kind, single, title, params, 'running', now() - interval '61 seconds' FROM jobs
       WHERE kind = 'house-receipts' ORDER BY created_at DESC LIMIT 1 RETURNING id`,
    );
    const again = await act(staff.accountant, print, month);
    expect(again.message).toBe('Квитанции готовятся.');
    expect([first.redirect, `/admin/resources/jobs/records/${dead!.id}/show`]).not.toContain(again.redirect);
    expect((await finished(staff.accountant, again.redirect!)).message!.tone).toBe('good');
  });

  it('that could not be queued leave no line in the journal', async () => {
    const known = await prints();
    const refusal = "ADD CONSTRAINT no_prints CHECK (kind <> 'house-receipts') NOT VALID";
    await world.database.query(`ALTER TABLE jobs ${refusal}`);
    expect((await act(staff.accountant, print, month)).status).toBe(500);
    await world.database.query('ALTER TABLE jobs DROP CONSTRAINT no_prints');
    expect(await prints()).toHaveLength(known.length);
  });
});

describe('The first page', () => {
  it('tells the accountant how the exchange goes, and warns when it has stopped', async () => {
    expect(await boards(staff.operator)).not.toHaveProperty('Платежи');
    const { Платежи: payments } = await boards(staff.accountant);
    expect(payments![0]).toMatch(/^Последняя загрузка (только что|\d+ минут\S* назад) .* файл «своя\.txt»$/);
    expect(payments![1]).toBe('В файле 1 строка на 150,50 ₽, загружено 1 строка на 150,50 ₽');
    const late = async (who: Client) =>
      (await todo(who)).filter(({ what }) => what === 'Обмен с бухгалтерией: платежи');
    expect(await late(staff.accountant)).toEqual([]);

    await world.database.query("UPDATE batches SET created_at = created_at - interval '40 days'");
    for (const who of [staff.accountant, staff.administrator]) {
      expect(await late(who)).toMatchObject([
        {
          more: [
            'Новых загрузок нет больше 35 дней',
            expect.stringMatching(/^Последняя загрузка 40 дней назад /),
            expect.any(String),
          ],
          late: false,
          href: '/admin/resources/batches',
        },
      ]);
    }
    expect(await late(staff.operator)).toEqual([]);

    await world.database.query("UPDATE batches SET undone_at = now() WHERE kind = 'payments'");
    expect(await late(staff.accountant)).toMatchObject([{ more: ['Ещё не загружались'] }]);
  });

  it('tells an operator how old the registry of accounts is, without a load that was taken back', async () => {
    await world.database.query(
      `INSERT INTO imports (kind, file_name, sha256, created_at, undone_at, rows_new, rows_changed, rows_unchanged, rows_wrong)
       VALUES ('accounts', 'счета.csv', repeat('a', 64), now() - interval '12 days 1 hour', NULL, 1, 0, 0, 0),
         ('accounts', 'отменён.csv', repeat('b', 64), now() - interval '1 hour', now(), 1, 0, 0, 0)`,
    );
    const { 'Лицевые счета': registry } = await boards(staff.operator);
    expect(registry).toEqual([
      expect.stringMatching(/^Последняя загрузка 12 дней назад .* файл «счета\.csv»$/),
    ]);
  });
});
