import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { giveDocuments } from './support/billing.js';
import type { Client } from './support/client.js';
import { act, finished, hire, list, open, upload } from './support/office.js';
import type { Page } from './support/page.js';
import { giveHouse } from './support/sheet.js';
import { statement, type Transfer } from './support/statement.js';
import { startWorld, type World } from './support/world.js';

const LIST = '/office/unknown-rows';
const SUM = 394_079;

let world: World;
let money: Client;
let chief: Client;
let flat: { account: string; number: string };
let other: { account: string; number: string };

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  chief = await hire(world, 'chief', 'administrator', 'Вера Главная');
  money = await hire(world, 'money', 'accountant', 'Раиса Счетова');
  const { flats } = await giveHouse(world, 'г. Иркутск, ул. Лесная, д. 4', ['5', '15', '16']);
  const numbered = async (place: number, number: string, owner: string) => {
    const { account } = flats[place]!;
    await world.database.query('UPDATE accounts SET number = $2, owner_name = $3 WHERE id = $1', [
      ...[account, number, owner],
    ]);
    return { account, number };
  };
  flat = await numbered(0, '0177002301', 'Павлова Вера Сергеевна');
  other = await numbered(1, '0177002318', 'Ким Олег Иванович');
  await numbered(2, '0199000000', 'Белова Анна');
});
afterAll(() => world?.stop());

let files = 0;
/** Loads a statement; gives the ids of its rows that wait, in their order. */
async function load(transfers: Transfer[]): Promise<string[]> {
  files += 1;
  const file = statement(transfers, `Банк ${files}`);
  const checked = await upload(money, 'batches/actions/load', `файл-${files}.txt`, file, { kind: 'auto' });
  const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
  await finished(money, job);
  await finished(money, (await act(money, `${job}/load`)).redirect!);
  const rows = await world.database.query<{ id: string }>(
    `SELECT id FROM unknown_rows WHERE batch_id = (SELECT max(id) FROM batches) AND resolved_at IS NULL ORDER BY row_no`,
  );
  return rows.map(({ id }) => id);
}

const transfer = (number: number, purpose: string, payer = 'ООО «Ромашка»', sum = SUM): Transfer => ({
  ...{ number: String(files * 100 + number), sum, purpose, payer },
});
const one = async (purpose: string, payer?: string): Promise<string> =>
  (await load([transfer(1, purpose, payer)]))[0]!;
const pageOf = (id: string, who = money): Promise<Page> => who.get(`${LIST}/${id}`);
const offers = (page: Page): string[] =>
  page.html.querySelectorAll('.offer').map((it) => it.text.replace(/\s+/g, ' ').trim());
/** What the account has paid, in kopecks, with a minus: a debt gets less by it. */
const balance = async (account: string): Promise<number> => {
  const [row] = await world.database.query<{ n: number }>(
    'SELECT -coalesce(sum(amount_kopecks), 0)::float8 AS n FROM payments WHERE account_id = $1',
    [account],
  );
  return row!.n;
};

describe('An accountant who has to say whose a payment is', () => {
  it.each([
    ['a letter in the number', 'л/с 01770023О1', undefined, /буква вместо цифры/],
    ['two digits swapped', 'л/с 0177003201', undefined, /переставлены две цифры/],
    ['another digit', 'л/с 0177002307', undefined, /другая одна цифра/],
    ['a digit lost', 'л/с 017700231', undefined, /не хватает цифры/],
    ['who paid', 'оплата', 'Павлова Вера Сергеевна', /плательщик: Павлова/],
    ['initials', 'за квартиру платит ПАВЛОВА В.С.', undefined, /в назначении: ПАВЛОВА В С/],
    ['an address in the purpose', 'квартплата, Лесная д.4 кв.5', undefined, /в назначении адрес: лесная/],
  ])('is offered the account by %s', async (_, purpose, payer, why) => {
    const page = await pageOf(await one(purpose, payer));
    expect(page.text).toContain('3\u00a0940,79\u00a0₽'.replaceAll('\u00a0', ' '));
    const [first] = offers(page);
    expect(first).toContain(flat.number);
    expect(first).toMatch(why);
  });

  it('has the same kinds of slips in a column of a table', async () => {
    files += 1;
    const table = `account;paid_on;amount;source;external_id\n01770023О1;2026-11-12;10.00;Касса;k${files}\n`;
    const checked = await upload(money, 'batches/actions/load', 'касса.csv', table, { kind: 'payments' });
    const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
    await finished(money, job);
    await finished(money, (await act(money, `${job}/load`)).redirect!);
    const [row] = await world.database.query<{ id: string }>(
      "SELECT id FROM unknown_rows WHERE account_text = '01770023О1' AND resolved_at IS NULL ORDER BY id DESC",
    );
    expect(offers(await pageOf(row!.id))[0]).toMatch(/0177002301.*буква вместо цифры/);
  });

  it('finds another by the one search, gives it, and comes to the next row with a way back', async () => {
    const [first, second] = await load([transfer(1, 'оплата'), transfer(2, 'оплата долга')]);
    const before = await balance(other.account);
    const found = await (await pageOf(first!)).form(`${LIST}/${first!}`).submit({ find: 'лесная 4 15' });
    expect(offers(found)[0]).toContain(other.number);
    const answer = await found.form(`${LIST}/${first!}/assign`).submit({ account: other.account });
    expect(answer.location).toMatch(new RegExp(`^${LIST}/\\d+\\?before=${first!}$`));
    const next = await answer.follow();
    expect(next.text).toContain('Разнесено 3 940,79 ₽ на лицевой счет 0177002318, Лесная, 4, кв. 15.');
    expect(await balance(other.account)).toBe(before - SUM);
    const back = await next.form(`${LIST}/${first!}/unassign`).submit();
    expect((await back.follow()).text).toContain(
      'Разноска на лицевой счет 0177002318 отменена, снова ждёт 1 строка.',
    );
    expect(await balance(other.account)).toBe(before);
    const [line] = await list(chief, 'audit', '?filters.action=batch.unassigned');
    expect(line).toMatchObject({ details: 'строк 1, лицевой счет 0177002318' });
    expect((await pageOf(second!)).text).toContain('Чья она');
  });

  it('keeps the choice open, with what was looked for, where none was made', async () => {
    const id = await one('оплата');
    const found = await money.get(`${LIST}/${id}?find=${encodeURIComponent('ким')}`);
    const refused = await found.form(`${LIST}/${id}/assign`).submit();
    expect(refused.status).toBe(422);
    expect(refused.errors).toEqual(['Выберите лицевой счет']);
    expect(offers(refused)[0]).toContain(other.number);
    const forged = await refused
      .form(`${LIST}/${id}/assign`)
      .submit({ account: '00000000-0000-4000-8000-000000000000' })
      .catch((error: Error) => error.message);
    expect(forged).toContain('00000000');
  });

  it('gives all rows of one wrong number at once, and takes them back at once', async () => {
    const before = await balance(flat.account);
    const purpose = 'л/с 0177002381';
    const [first] = await load([transfer(1, purpose), transfer(2, purpose), transfer(3, purpose)]);
    // two accounts are a swap and a digit away: nobody has said which
    const page = await pageOf(first!);
    const form = page.form(`${LIST}/${first!}/assign`);
    const answer = await form.submit({ account: flat.account });
    const given = await world.database.query(
      'SELECT FROM unknown_rows WHERE resolved_account_id = $1 AND account_text = (SELECT account_text FROM unknown_rows WHERE id = $2)',
      [flat.account, first],
    );
    const count = given.length;
    expect(await balance(flat.account)).toBe(before - count * SUM);
    const done = await money.get(`${LIST}/${first!}`);
    const back = await done.form(`${LIST}/${first!}/unassign`).submit(count > 1 ? { others: true } : {});
    expect(back.status).toBe(303);
    expect(await balance(flat.account)).toBe(before);
    expect(answer.status).toBe(303);
  });
});

describe('A row that belongs to nobody here', () => {
  it('is to be returned to the payer: it leaves the red number, stands in a list of its own and can come back', async () => {
    const id = await one('аренда склада');
    const page = await pageOf(id);
    const refused = await page.form(`${LIST}/${id}/dismiss`).submit({ outcome: 'return' });
    expect(refused.status).toBe(422);
    expect(refused.errorOf('reason')).toBe('Напишите причину: она останется в журнале');
    expect(refused.form(`${LIST}/${id}/dismiss`).value('outcome')).toBe('return');
    const done = await refused.form(`${LIST}/${id}/dismiss`).submit({ reason: 'заявление от 12 ноября' });
    expect(done.location).toContain(`before=${id}`);
    const returned = await money.get(`${LIST}?show=dismissed&outcome=return`);
    expect(returned.text).toContain('Вернуть плательщику: заявление от 12 ноября');
    expect((await money.get(`${LIST}?show=dismissed&outcome=counted`)).text).toContain('Таких строк нет.');
    const [line] = await list(chief, 'audit', '?filters.action=batch.dismissed');
    expect(line).toMatchObject({
      details: 'строк 1, на 3\u00a0940,79\u00a0₽, вернуть плательщику, заявление от 12 ноября',
    });
    const again = await (await pageOf(id)).form(`${LIST}/${id}/restore`).submit();
    expect((await again.follow()).text).toContain('Строка снова ждёт разноски.');
  });

  it('is told to whoever comes second, and done once by a double press', async () => {
    const id = await one('паркинг');
    const [mine, theirs] = [await pageOf(id), await pageOf(id, chief)];
    const filled = { outcome: 'foreign', reason: 'Не наш платёж' };
    const both = await Promise.all([1, 2].map(() => mine.form(`${LIST}/${id}/dismiss`).submit(filled)));
    expect(both.map(({ status }) => status)).toEqual([303, 303]);
    const second = await theirs.form(`${LIST}/${id}/dismiss`).submit(filled);
    expect(second.status).toBe(409);
    expect(second.text).toContain('Строка уже снята с разноски: Раиса Счетова');
    const given = await theirs.form(`${LIST}/${id}/dismiss`).submit(filled);
    expect(given.status).toBe(409);
  });
});

describe('An assignment', () => {
  it('cannot be taken back from under a receipt that has counted it', async () => {
    const id = await one('л/с 0177002307');
    await (await pageOf(id)).form(`${LIST}/${id}/assign`).submit({ account: flat.account });
    const [document] = await giveDocuments(world, flat.account, ['2026-10']);
    await world.database.query(
      'UPDATE payments SET document_id = $2 WHERE account_id = $1 AND document_id IS NULL',
      [flat.account, document!.id],
    );
    const refused = await (await pageOf(id)).form(`${LIST}/${id}/unassign`).submit();
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toMatch(
      /^Эту строку уже учла загрузка № \d+ \(«test\.csv»\)\. Сначала отмените её$/,
    );
  });

  it('is taken back once by two people, and so is counted in what its load tells', async () => {
    const id = await one('л/с 0177002390');
    await (
      await pageOf(id)
    )
      .form(`${LIST}/${id}/assign`)
      .submit({ account: other.account })
      .catch(() => undefined);
    const found = await money.get(`${LIST}/${id}?find=0177002318`);
    if (found.text.includes('Чья она')) {
      await found.form(`${LIST}/${id}/assign`).submit({ account: other.account });
    }
    const pages = [await pageOf(id), await pageOf(id, chief)];
    await Promise.all(pages.map((page) => page.form(`${LIST}/${id}/unassign`).submit()));
    const [batch] = await world.database.query<{ id: string }>('SELECT max(id) AS id FROM batches');
    expect(await open(money, `batches/records/${batch!.id}`)).toMatchObject({
      file: '1 строка на 3\u00a0940,79\u00a0₽',
      rows: null,
      unknown: '1 строка на 3\u00a0940,79\u00a0₽',
    });
  });
});

describe('While a file is loaded', () => {
  it('each button says so in words within moments, keeps what was typed, and residents get their pages', async () => {
    const [waiting, nobodys, given] = await load([1, 2, 3].map((n) => transfer(n, `занято ${n}`)));
    const ask = { outcome: 'foreign', reason: 'Не наш платёж' };
    await (await pageOf(nobodys!)).form(`${LIST}/${nobodys!}/dismiss`).submit(ask);
    const found = (id: string) => money.get(`${LIST}/${id}?find=${other.number}`);
    const choice = { account: other.account };
    await (await found(given!)).form(`${LIST}/${given!}/assign`).submit(choice);
    const presses = [
      { page: await found(waiting!), action: 'assign', filling: choice },
      { page: await found(waiting!), action: 'dismiss', filling: ask },
      { page: await pageOf(nobodys!), action: 'restore', filling: {} },
      { page: await pageOf(given!), action: 'unassign', filling: {} },
    ];
    const [batch] = await world.database.query<{ id: string }>('SELECT max(id) AS id FROM batches');
    const loading = new pg.Client(world.database.url);
    await loading.connect();
    try {
      await loading.query('BEGIN; SELECT pg_advisory_xact_lock(4951207)');
      // more of them than the pages have connections
      const many = [...presses, ...presses, ...presses].map(({ page, action, filling }) =>
        page.form(new RegExp(`/${action}(\\?|$)`)).submit(filling),
      );
      const undoing = act(money, `batches/records/${batch!.id}/undo`);
      expect((await world.visitor().get('/')).status).toBe(200);
      for (const answer of await Promise.all(many)) {
        expect([answer.path, answer.status, answer.errors]).toEqual([
          ...[answer.path, 422, ['Сейчас загружается файл. Повторите через минуту']],
        ]);
      }
      const { errors } = await undoing;
      expect(errors).toEqual({ '': 'Сейчас загружается файл. Повторите через минуту' });
      const refused = await many[0]!;
      expect(refused.form(/\/assign/).value('account')).toBe(other.account);
      expect((await many[1]!).form(/\/dismiss/).value('reason')).toBe(ask.reason);
    } finally {
      await loading.end();
    }
    await (await pageOf(given!)).form(`${LIST}/${given!}/unassign`).submit();
    expect((await pageOf(given!)).text).toContain('Чья она');
  });
});

describe('The list of rows', () => {
  it('finds one by its sum, by sum and day, by words of payer and purpose', async () => {
    await load([transfer(1, 'гараж 77', 'Синицын Лев', 777_77)]);
    for (const q of ['777,77', '777,77 20.11.2026', 'синицын', 'гараж 77 синицын']) {
      expect((await money.get(`${LIST}?q=${encodeURIComponent(q)}`)).text).toContain('777,77 ₽');
    }
    expect((await money.get(`${LIST}?q=${encodeURIComponent('778,77')}`)).text).toContain(
      'Не нашли: «778,77».',
    );
  });

  it('knows no row that is not there, and shows no operator any', async () => {
    for (const path of ['/999999999', '/abc', `/${'9'.repeat(30)}`]) {
      expect((await money.get(`${LIST}${path}`)).status).toBe(404);
    }
    const clerk = await hire(world, 'clerk', 'operator', 'Пётр Клерков');
    expect((await clerk.get(LIST)).status).toBe(403);
  });
});
