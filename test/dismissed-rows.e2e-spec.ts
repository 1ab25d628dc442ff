import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount } from './support/billing.js';
import type { Client } from './support/client.js';
import { act, boards, finished, hire, list, open, upload } from './support/office.js';
import { register } from './support/resident.js';
import { statement, type Transfer } from './support/statement.js';
import { startWorld, type World } from './support/world.js';

const OURS = '0177000001';
const PAYMENTS: Transfer[] = [
  { number: '1', sum: 10_000, purpose: `л/с ${OURS}` },
  { number: '2', sum: 20_000, purpose: 'за гараж' },
  { number: '3', sum: 30_000, purpose: 'аренда' },
];

let world: World;
let chief: Client;
let money: Client;
let account: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  chief = await hire(world, 'chief', 'administrator', 'Вера Главная');
  money = await hire(world, 'money', 'accountant', 'Раиса Счетова', chief);
  await register(world, 'irina');
  account = await giveAccount(world, 'irina', OURS);
});
afterAll(() => world?.stop());

async function load(name: string, transfers: Transfer[]): Promise<string | undefined> {
  const file = statement(transfers, name);
  const checked = await upload(money, 'batches/actions/load', `${name}.txt`, file, { kind: 'auto' });
  const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
  await finished(money, job);
  const loading = await act(money, `${job}/load`);
  if (loading.redirect) await finished(money, loading.redirect);
  const [batch] = await world.database.query<{ id: string }>('SELECT max(id) AS id FROM batches');
  return batch!.id;
}

const sums = async (batch: string) => {
  const { file, rows, unknown, dismissed, skipped } = await open(money, `batches/records/${batch}`);
  return { file, rows, unknown, dismissed, skipped };
};
const waiting = () => list(money, 'unknown-rows', '?filters.state=waiting');
/** What is counted as paid by the account, in kopecks. */
const paid = async () => {
  const [row] = await world.database.query<{ paid: string }>(
    'SELECT coalesce(sum(amount_kopecks), 0)::text AS paid FROM payments WHERE account_id = $1',
    [account],
  );
  return Number(row!.paid);
};

const at = (id: string): string => `/office/unknown-rows/${id}`;
/** Takes a row off as its page does. */
const dismiss = async (id: string, reason: string, outcome = 'foreign') =>
  (await money.get(at(id))).form(`${at(id)}/dismiss`).submit({ outcome, reason });

describe('A payment that is not ours', () => {
  let batch: string;
  let row: string;
  let id: string;

  it('is taken off the waiting ones by an accountant who says why, and its load tells so', async () => {
    batch = (await load('первая', PAYMENTS))!;
    const before = await paid();
    const garage = (await waiting()).find(({ what }) => what?.includes('за гараж'));
    id = garage!['id']!;
    row = `unknown-rows/records/${id}`;
    expect((await dismiss(id, '  ')).errorOf('reason')).toBe('Напишите причину: она останется в журнале');
    const done = await (await dismiss(id, 'Не наш платеж')).follow();
    expect(done.text).toContain('Снято с разноски 200,00 ₽: Не наша.');
    expect(await waiting()).toHaveLength(1);
    expect(await paid()).toBe(before);
    expect(await sums(batch)).toEqual({
      file: '3 строки на 600,00\u00a0₽',
      rows: '1 строка на 100,00\u00a0₽',
      unknown: '1 строка на 300,00\u00a0₽',
      dismissed: '1 строка на 200,00\u00a0₽',
      skipped: null,
    });
    const [listed] = await list(money, 'batches');
    expect(listed!['dismissed']).toBe('1 строка на 200,00\u00a0₽');
    // whoever adds the portions up comes to the file
    const { Платежи: told } = await boards(money);
    expect(told![1]!.replaceAll('\u00a0', ' ')).toBe(
      'В файле 3 строки на 600,00 ₽, загружено 1 строка на 100,00 ₽, ждёт разноски 1 строка на 300,00 ₽, снято с разноски 1 строка на 200,00 ₽',
    );
    expect(await open(money, row)).toMatchObject({
      dismissReason: 'Не наш платеж',
      dismissedBy: 'Раиса Счетова',
    });
    const [line] = await list(chief, 'audit', '?filters.action=batch.dismissed');
    expect(line).toMatchObject({
      object: 'первая.txt',
      details: 'строк 1, на 200,00\u00a0₽, не наша, «Не наш платеж»',
    });
  });

  it('cannot be given to anybody meanwhile, nor dismissed by a second person', async () => {
    const [first] = (await waiting()).map((one) => one['id']!);
    // the form of another row, sent for this one: a page that was opened before the row was taken off
    const form = (await money.get(`${at(first!)}?find=${OURS}`)).form(`${at(first!)}/assign`);
    const late = await money.post(`${at(id)}/assign`, { ...form.values(), account });
    expect(late.status).toBe(409);
    expect(late.text).toContain('Строка уже снята с разноски: Раиса Счетова');
    const operator = await hire(world, 'clerk', 'operator', 'Пётр Клерков', chief);
    expect((await operator.get(at(id))).status).toBe(403);
  });

  it('does not come again with another file that has it too', async () => {
    await load('вторая', [...PAYMENTS, { number: '4', sum: 5_000, purpose: `л/с ${OURS}` }]);
    expect(await waiting()).toHaveLength(1);
  });

  it('waits again when somebody brings it back, and both presses at once count it but once', async () => {
    const pages = await Promise.all([money, chief].map((who) => who.get(at(id))));
    const answers = await Promise.all(pages.map((page) => page.form(`${at(id)}/restore`).submit()));
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await sums(batch)).toMatchObject({ unknown: '2 строки на 500,00\u00a0₽', dismissed: null });
    const [line] = await list(chief, 'audit', '?filters.action=batch.restored');
    expect(line).toMatchObject({ details: 'строк 1, на 200,00\u00a0₽' });
    const found = await money.get(`${at(id)}?find=${OURS}`);
    expect((await found.form(`${at(id)}/assign`).submit({ account })).status).toBe(303);
  });

  it('goes with its load when that is undone, and nothing of it counts as paid any more', async () => {
    const fresh = (await load('третья', [
      { number: '9', sum: 7_000, purpose: `л/с ${OURS}` },
      { number: '10', sum: 900, purpose: 'чужое' },
    ]))!;
    const before = await paid();
    const strange = (await waiting()).find(({ what }) => what?.includes('чужое'));
    await dismiss(strange!['id']!, 'Уже учтён', 'counted');
    const undone = await act(money, `batches/records/${fresh}/undo`);
    expect(undone.status).toBe(200);
    expect(await paid()).toBe(before - 7_000);
    expect(await sums(fresh)).toMatchObject({ rows: null, unknown: null, dismissed: null, skipped: null });
    const [left] = await world.database.query<{ count: number }>(
      'SELECT count(*)::int AS count FROM unknown_rows WHERE batch_id = $1',
      [fresh],
    );
    expect(left!.count).toBe(0);
    // and the same file can be loaded anew
    await load('третья', [
      { number: '9', sum: 7_000, purpose: `л/с ${OURS}` },
      { number: '10', sum: 900, purpose: 'чужое' },
    ]);
    expect((await waiting()).some(({ what }) => what?.includes('чужое'))).toBe(true);
    expect(await paid()).toBe(before);
  });
});
