import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { createHash, randomUUID } from 'node:crypto';
import { cli } from './support/command.js';
import { createDatabase, migrateBefore } from './support/database.js';
import { Office } from './support/exchange.js';
import { statement, type Transfer } from './support/statement.js';

const FIRST = '0100000001';
const SECOND = '0100000002';
const STRANGER = '0900000009';
const PAYERS = 1_700_000_000_170;

const petrov: Transfer = { number: '8', sum: 150_000, purpose: 'Оплата за паркинг' };
const sidorova: Transfer = { ...petrov, payer: 'Сидорова Анна', payerAccount: '40817810000000000044' };
const toFirst: Transfer = { ...petrov, purpose: `л/с ${FIRST}` };

/** What is owed before the payments. */
const NOTHING = [FIRST, SECOND, '0100000003'].map((number): [string, string, number] => [
  number,
  '2026-10-31',
  0,
]);

let office: Office;
let files = 0;
beforeEach(async () => {
  const database = await createDatabase({ empty: true });
  await migrateBefore(database.url, PAYERS);
  office = await Office.open(3, database);
});
afterEach(async () => {
  await office?.close();
  await office?.database.drop();
});

/** The key of a payment before payers were kept. */
function formerKey({ number, sum }: Transfer, account: string, source = 'Выписка банка', turn = ''): string {
  const text = [source, number, '2026-11-20', account, sum].join('|');
  return createHash('sha256').update(text).digest('base64url') + turn;
}

async function accountId(number: string): Promise<string> {
  const [row] = await office.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [
    number,
  ]);
  return row!.id;
}

/** A load as it was recorded then. */
async function batch(rows: number, unknown: number, kopecks: number, format = '1c'): Promise<string> {
  const [row] = await office.database.query<{ id: string }>(
    `INSERT INTO batches (kind, format, file_name, sha256, rows_loaded, rows_unknown, total_kopecks)
     VALUES ('payments', $1, 'old.txt', $2, $3, $4, $5) RETURNING id`,
    [format, randomUUID(), rows, unknown, kopecks],
  );
  return row!.id;
}

/** A payment as it was loaded then. */
async function pay(
  batchId: string,
  to: string,
  key: string,
  transfer: Transfer,
  source = 'Выписка банка',
): Promise<void> {
  await office.database.query(
    `INSERT INTO payments (account_id, paid_on, amount_kopecks, source, external_id, batch_id, key)
     VALUES ($1, '2026-11-20', $2, $3, $4, $5, $6)`,
    [await accountId(to), transfer.sum, source, transfer.number, batchId, key],
  );
  await office.database.query('SELECT refresh_balances(ARRAY[$1::uuid])', [await accountId(to)]);
}

/** A row that was kept aside then; `resolved` as the office gave it to an account. */
async function keep(
  batchId: string,
  transfer: Transfer,
  {
    account = '',
    resolved,
    turn = '',
    source = 'Выписка банка',
  }: { account?: string; resolved?: string; turn?: string; source?: string } = {},
): Promise<void> {
  const record = {
    ...{ type: 'payment', account, paidOn: '2026-11-20', amount: transfer.sum, commission: 0, source },
    ...{ externalId: transfer.number, period: null, key: formerKey(transfer, account, source, turn) },
    note: `${transfer.payer ?? 'Петров Пётр Петрович'}, ${transfer.purpose}`,
  };
  await office.database.query(
    `INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record, resolved_at, resolved_account_id)
     VALUES ($1, 'payments', 9, $2, $3, $4, CASE WHEN $5::uuid IS NOT NULL THEN now() END, $5)`,
    [batchId, account, transfer.sum, record, resolved === undefined ? null : await accountId(resolved)],
  );
}

async function load(...transfers: Transfer[]): Promise<{ code: number; output: string }> {
  files += 1;
  return office.import('payments', await office.file(`${files}.txt`, statement(transfers, `Банк ${files}`)));
}

async function upgrade(): Promise<void> {
  expect(await cli(['migrate'], office.settings())).toMatchObject({ code: 0 });
  await office.import('balances', await office.balances('0.csv', NOTHING));
}

async function waiting(): Promise<{ id: string; note: string }[]> {
  return office.database.query(
    `SELECT id, record->>'note' AS note FROM unknown_rows WHERE resolved_at IS NULL ORDER BY id`,
  );
}

async function counts(): Promise<Record<string, unknown>[]> {
  return office.database.query(
    "SELECT rows_loaded AS loaded, rows_unknown AS waiting FROM batches WHERE kind = 'payments' ORDER BY id",
  );
}

describe('An office that had loaded payments before payers were kept', () => {
  it('loads an overlapping statement, and nothing comes twice', async () => {
    const old = await batch(1, 1, 300_000);
    await pay(old, FIRST, formerKey(toFirst, FIRST), toFirst);
    await keep(old, sidorova);
    await upgrade();
    const { code, output } = await load(toFirst, sidorova, { ...toFirst, number: '9' });
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/Уже есть в портале: 2 (.*\n)*.*теперь записан плательщик: 2/),
    ]);
    expect(await office.owed()).toEqual([-300_000, 0, 0]);
    expect(await waiting()).toHaveLength(1);
    expect((await load(toFirst, sidorova)).output).toContain('Все платежи файла уже загружены');
  });

  it('gets the payment of a second payer: an old one stands for one and no more', async () => {
    await pay(await batch(1, 0, 150_000), FIRST, formerKey(toFirst, FIRST), toFirst);
    await upgrade();
    const other = { ...sidorova, purpose: toFirst.purpose };
    expect((await load(toFirst, other)).code).toBe(0);
    expect(await office.owed()).toEqual([-300_000, 0, 0]);
    expect((await load(other, toFirst)).output).toContain('уже загружены');
  });

  it('gets both payments of two payers when they come one after the other, and an undoing forgets what it has told', async () => {
    await pay(await batch(1, 0, 150_000), FIRST, formerKey(toFirst, FIRST), toFirst);
    await upgrade();
    const before = await office.everything();
    const other = { ...sidorova, purpose: toFirst.purpose };
    const { code, output } = await load(other);
    expect(code).toBe(0);
    expect((await office.import('undo', /Номер загрузки: (\d+)/.exec(output)![1]!)).code).toBe(0);
    expect(await office.everything()).toEqual(before);
    expect((await load(other)).code).toBe(0);
    expect(await office.owed()).toEqual([-150_000, 0, 0]);
    expect((await load(toFirst, toFirst)).code).toBe(0);
    expect(await office.owed()).toEqual([-450_000, 0, 0]);
  });

  it('does not pay again what an account was found for that is now found better, or not at all', async () => {
    const two = { ...petrov, purpose: `л/с ${FIRST}; ${SECOND}` };
    const alone = { ...petrov, number: '10', purpose: `За ЖКУ (${FIRST}) кв. 1` };
    const glued = { ...petrov, number: '11', purpose: `л/с ${FIRST}за октябрь` };
    const old = await batch(2, 1, 450_000);
    await pay(old, FIRST, formerKey(two, FIRST), two);
    await keep(old, alone, { resolved: FIRST });
    await pay(old, FIRST, formerKey(alone, ''), alone);
    await keep(old, glued, { account: `${FIRST}за` });
    await upgrade();
    expect((await load(two, alone, glued)).code).toBe(0);
    expect(await office.owed()).toEqual([-300_000, 0, 0]);
    expect(await waiting()).toHaveLength(1);
  });

  it('gives waiting rows of two payers with one number, and each is paid', async () => {
    await keep(await batch(0, 1, 150_000), petrov);
    await keep(await batch(0, 1, 150_000), sidorova);
    await upgrade();
    for (const { id } of await waiting()) {
      expect(await office.assign([id], await accountId(SECOND))).toEqual({ rows: 1 });
    }
    expect(await office.owed()).toEqual([0, -300_000, 0]);
    expect((await load(petrov, sidorova)).code).toBe(0);
    expect(await office.count('payments')).toBe(2);
    expect(await waiting()).toEqual([]);
  });

  it('finds the row waiting again that was marked as given though no payment came of it', async () => {
    const first = await batch(1, 0, 150_000);
    await keep(first, petrov, { resolved: FIRST });
    await pay(first, FIRST, formerKey(petrov, ''), petrov);
    await keep(await batch(1, 0, 150_000), sidorova, { resolved: SECOND });
    // The same payment of the same payer in a second file was given rightly: it is one.
    await keep(await batch(1, 0, 150_000), petrov, { resolved: FIRST });
    await upgrade();
    expect((await waiting()).map(({ note }) => note)).toEqual(['Сидорова Анна, Оплата за паркинг']);
    expect(await counts()).toMatchObject([{ loaded: 1, waiting: 0 }, { loaded: 0, waiting: 1 }, {}]);
    expect(await office.assign([(await waiting())[0]!.id], await accountId(SECOND))).toEqual({ rows: 1 });
    expect(await office.owed()).toEqual([-150_000, -150_000, 0]);
  });

  it('sees a row that waits in two files once, and is told of one that was loaded meanwhile', async () => {
    const [one, other] = [await batch(0, 2, 300_000), await batch(0, 1, 150_000)];
    const later = { ...petrov, number: '10', purpose: `л/с ${FIRST}` };
    await keep(one, petrov);
    await keep(other, petrov);
    await keep(one, later, { account: FIRST });
    await pay(other, FIRST, formerKey(later, FIRST), later);
    await upgrade();
    const rows = await waiting();
    expect(rows).toHaveLength(2);
    const told = await office.assign([rows[1]!.id], await accountId(FIRST));
    expect(told).toEqual({
      refusal: expect.stringContaining(`такой платёж уже есть: 20\u00a0ноября\u00a02026`),
    });
    expect(await office.assign([rows[0]!.id], await accountId(FIRST))).toEqual({ rows: 1 });
    expect((await load(petrov, later)).code).toBe(0);
    expect(await office.owed()).toEqual([-300_000, 0, 0]);
  });

  it('reads of stored loads what is in the file, what was loaded and what waits, as rows and sums of the same rows', async () => {
    const mixed = await batch(1, 3, 450_000);
    await pay(mixed, FIRST, formerKey(toFirst, FIRST), toFirst);
    await keep(mixed, sidorova);
    await keep(mixed, petrov, { resolved: SECOND });
    await pay(mixed, SECOND, formerKey(petrov, ''), petrov);
    const skipping = await batch(1, 0, 300_000);
    await pay(skipping, FIRST, formerKey({ ...toFirst, number: '9' }, FIRST), { ...toFirst, number: '9' });
    const told = await batch(0, 0, 500);
    await office.database.query(
      `INSERT INTO audit_events (actor_kind, actor_name, action, object_kind, object_id, details)
       VALUES ('system', 'x', 'batch.loaded', 'batch', $1, '{"rows": 5}')`,
      [told],
    );
    await upgrade();
    const rows = await office.database.query<{ row: unknown }>(
      `SELECT json_build_array(rows_file, total_kopecks, rows_loaded, loaded_kopecks, rows_unknown, unknown_kopecks) AS row
       FROM batches WHERE kind = 'payments' ORDER BY id`,
    );
    expect(rows.map(({ row }) => row)).toEqual([
      [3, 450_000, 2, 300_000, 1, 150_000],
      [null, 300_000, 1, 150_000, 0, 0],
      [5, 500, 0, 0, 0, 0],
    ]);
  });

  it('skips what a registry of Sberbank and a table brought, with the keys that they always had', async () => {
    const sber = { number: 'S1', sum: 10_000, purpose: '' };
    const nameless = { number: '', sum: 20_000, purpose: '' };
    const old = await batch(2, 1, 0, 'sber');
    await pay(old, FIRST, formerKey(sber, FIRST, 'Сбербанк'), sber, 'Сбербанк');
    await pay(old, FIRST, formerKey(nameless, FIRST, 'Сбербанк'), nameless, 'Сбербанк');
    await keep(old, { ...sber, number: 'S2' }, { account: STRANGER, source: 'Сбербанк' });
    await upgrade();
    const row = (id: string, who: string, sum: string) =>
      `20-11-2026;12-34-56;1;2;${id};${who};ПЕТРОВ П П;ЛЕСНАЯ 4-1;1126;${sum};${sum};0,00`;
    const rows = [
      row('S1', FIRST, '100,00'),
      row('', FIRST, '200,00'),
      row('S2', STRANGER, '100,00'),
      row('', FIRST, '200,00'),
    ];
    const path = await office.file('s.txt', [...rows, '=4;600,00;600,00;0,00'].join('\n'));
    expect((await office.import('payments', path)).code).toBe(0);
    expect(await office.owed()).toEqual([-50_000, 0, 0]);
    expect(await waiting()).toHaveLength(1);
  });

  it('pays once what came with a payer and then without, and every load can be taken back', async () => {
    const key = (sum: number) => formerKey({ number: '7', sum, purpose: '' }, FIRST, '');
    const old = await batch(1, 0, 10_000, 'csv');
    await pay(old, FIRST, key(10_000), { number: '7', sum: 10_000, purpose: '' }, '');
    await upgrade();
    const before = await office.everything();
    const named = await table('named.csv', ['7;Петров']);
    expect(await office.owed()).toEqual([-10_000, 0, 0]);
    expect((await table('nameless.csv', ['7;'])).output).toContain('Все платежи файла уже загружены');
    const more = await table('more.csv', ['7;', '8;']);
    expect(await office.owed()).toEqual([-20_000, 0, 0]);
    const [first, second] = [named, more].map(({ output }) => /Номер загрузки: (\d+)/.exec(output)![1]!);
    expect((await office.import('undo', first!)).output).toContain(`построена загрузка № ${second}`);
    expect((await office.import('undo', second!)).code).toBe(0);
    expect((await office.import('undo', first!)).code).toBe(0);
    expect(await office.everything()).toEqual(before);
  });

  it('can take back what told the payer though a double of the payment has taken its place', async () => {
    const key = formerKey({ number: '7', sum: 10_000, purpose: '' }, FIRST, '');
    await pay(await batch(1, 0, 10_000, 'csv'), FIRST, key, { number: '7', sum: 10_000, purpose: '' }, '');
    await upgrade();
    const { output } = await table('named.csv', ['7;Петров']);
    const other = await batch(1, 0, 10_000, 'csv');
    await pay(other, FIRST, key, { number: '7', sum: 10_000, purpose: '' }, '');
    expect((await office.import('undo', /Номер загрузки: (\d+)/.exec(output)![1]!)).code).toBe(0);
    expect((await table('twice.csv', ['7;Петров', '7;Сидорова'])).output).toContain('записан плательщик: 2');
    expect(await office.owed()).toEqual([-20_000, 0, 0]);
  });
});

/** A table of payments to the first account, of 100 roubles each; rows are number and payer. */
async function table(name: string, rows: readonly string[]): Promise<{ code: number; output: string }> {
  const lines = rows.map((row) => `${FIRST};20.11.2026;100,00;${row}`);
  const head = 'Лицевой счет;Дата платежа;Сумма;Номер платежа;Плательщик';
  return office.import('payments', await office.file(name, [head, ...lines, ''].join('\n')));
}
