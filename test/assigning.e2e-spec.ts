import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { giveDocuments } from './support/billing.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
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
const said = (text: unknown): string => String(text).replaceAll('\u00A0', ' ');

async function loadFile(name: string, file: string | Buffer, kind: string): Promise<void> {
  const checked = await upload(money, 'batches/actions/load', name, file, { kind });
  const job = checked.redirect!.replace('/admin/resources/', '').replace(/\/show$/, '');
  await finished(money, job);
  await finished(money, (await act(money, `${job}/load`)).redirect!);
}

/** Loads a statement; gives the ids of its rows that wait, in their order. */
async function load(transfers: Transfer[]): Promise<string[]> {
  files += 1;
  await loadFile(`файл-${files}.txt`, statement(transfers, `Банк ${files}`), 'auto');
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

/** How rows stand, in the order of the ids. */
const states = async (ids: readonly string[]): Promise<string[]> => {
  const rows = await world.database.query<{ state: string }>(
    `SELECT CASE WHEN resolved_at IS NOT NULL THEN 'resolved' WHEN dismissed_at IS NOT NULL THEN 'dismissed'
       ELSE 'waiting' END AS state
     FROM unnest($1::bigint[]) WITH ORDINALITY i (id, place) JOIN unknown_rows USING (id) ORDER BY place`,
    [ids],
  );
  return rows.map(({ state }) => state);
};

describe('An accountant who has to say whose a payment is', () => {
  it.each([
    ['a letter in the number', 'л/с 01770023О1', undefined, /буква вместо цифры/],
    ['two digits swapped', 'л/с 0177003201', undefined, /переставлены две цифры/],
    ['another digit', 'л/с 0177002307', undefined, /другая одна цифра/],
    ['a digit lost', 'л/с 017700231', undefined, /не хватает цифры/],
    ['who paid', 'оплата', 'Павлова Вера Сергеевна', /плательщик: Павлова/],
    ['initials', 'за квартиру платит ПАВЛОВА В.С.', undefined, /в назначении: ПАВЛОВА В С/],
    ['a name in small letters', 'оплата', 'павлова вера сергеевна', /плательщик: Павлова/],
    [
      'a husband of the owner',
      'оплата',
      'Павлов Иван Петрович',
      /плательщик: Павлов Иван Петрович, похожая фамилия/,
    ],
    ['a letter wrong in the surname', 'оплата', 'Павлава Вера Сергеевна', /похожая фамилия/],
    ['the flat before the street', 'кв. 5, Лесная 4', undefined, /в назначении адрес: лесная 4 кв 5/],
    ['an address in the purpose', 'квартплата, Лесная д.4 кв.5', undefined, /в назначении адрес: лесная/],
  ])('is offered the account by %s', async (_, purpose, payer, why) => {
    const page = await pageOf(await one(purpose, payer));
    expect(page.text).toContain('3\u00a0940,79\u00a0₽'.replaceAll('\u00a0', ' '));
    const [first] = offers(page);
    expect(first).toContain(flat.number);
    expect(first).toMatch(why);
  });

  it('is offered first the account whose number is named and whose debt is the sum, whatever else is named', async () => {
    const id = await one(
      'л/с 0177002301 и 0177002318, Лесная д.4 кв.15, Лесная д.4 кв.16, Белова Анна Петровна',
      'Ким Олег Иванович',
    );
    const owes = `UPDATE accounts SET balance_kopecks = $2::bigint,
      balance_on = CASE WHEN $2::bigint IS NOT NULL THEN '2026-11-01'::date END WHERE id = $1`;
    await world.database.query(owes, [flat.account, SUM]);
    const [first, second] = offers(await pageOf(id));
    await world.database.query(owes, [flat.account, null]);
    expect(first).toMatch(/0177002301.*сумма как в «К оплате»/);
    expect(second).toContain('0177002318');
  });

  it('is offered nobody whose patronymic only looks like the surname of who has paid', async () => {
    const { flats } = await giveHouse(world, 'г. Иркутск, ул. Отчеств, д. 1', ['1', '2']);
    const owners = ['Соколова Галина Ивановна', 'Иванова Мария Петровна'];
    for (const [index, { account }] of flats.entries()) {
      await world.database.query('UPDATE accounts SET owner_name = $2 WHERE id = $1', [
        account,
        owners[index],
      ]);
    }
    const offered = offers(await pageOf(await one('за квартиру', 'Иванов И. И.'))).join(' ');
    expect(offered).toContain('Иванова Мария');
    expect(offered).not.toContain('Соколова');
  });

  it('is offered first the account of the payer where others are as near by their numbers, and is told once who paid', async () => {
    const { flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Полевая, д. 1',
      Array.from({ length: 30 }, (_, index) => String(index + 1)),
    );
    for (const [index, { account }] of flats.entries()) {
      // each differs in one digit from what is written: the last, the last but one, the one before
      const place = 9 - Math.floor(index / 9);
      const number = [...'0188555555'];
      number[place] = String((index % 9) + (index % 9 >= 5 ? 1 : 0));
      await world.database.query('UPDATE accounts SET number = $2, owner_name = $3 WHERE id = $1', [
        ...[account, number.join(''), index === 29 ? 'Зуева Вера Сергеевна' : 'Ким Олег Иванович'],
      ]);
    }
    files += 1;
    const table = `account;paid_on;amount;source;external_id;payer;purpose\n0188555555;2026-11-12;10.00;Касса;z${files};Зуева В. С.;ЗУЕВА В.С.\n`;
    await loadFile('зуева.csv', table, 'payments');
    const [row] = await world.database.query<{ id: string }>(
      "SELECT id FROM unknown_rows WHERE account_text = '0188555555' AND resolved_at IS NULL",
    );
    const page = await pageOf(row!.id);
    expect(offers(page)[0]).toMatch(/Зуева Вера Сергеевна.*другая одна цифра; плательщик: Зуева В С/);
    expect(page.text).toContain('Плательщик Зуева В. С.');
    expect(page.text).not.toContain('Назначение');
    expect(page.text).not.toContain('ЗУЕВА');
  });

  it('finds what was decided in the other layout and with one wrong letter, too', async () => {
    const [given, foreign] = await load([
      transfer(1, 'л/с 01770023О1', 'Павлова Инна Петровна'),
      transfer(2, 'оплата', 'Павлова Яна Ильинична'),
    ]);
    await (await pageOf(given!)).form(`${LIST}/${given!}/assign`).submit({ account: flat.account });
    await (
      await pageOf(foreign!)
    )
      .form(`${LIST}/${foreign!}/dismiss`)
      .submit({ outcome: 'foreign', reason: 'Чужая' });
    for (const [show, typed, who] of [
      ['resolved', 'gfdkjdf byyf', 'Павлова Инна'],
      ['resolved', 'павлава', 'Павлова Инна'],
      ['dismissed', 'gfdkjdf', 'Павлова Яна'],
      ['dismissed', 'павлава', 'Павлова Яна'],
    ] as const) {
      const page = await money.get(`${LIST}?show=${show}&q=${encodeURIComponent(typed)}`);
      expect(page.html.querySelector('.queue')?.text).toContain(who);
      expect(page.text).toContain('Показали «павлова');
    }
  });

  it('has the same kinds of slips in a column of a table', async () => {
    files += 1;
    const table = `account;paid_on;amount;source;external_id\n01770023О1;2026-11-12;10.00;Касса;k${files}\n`;
    await loadFile('касса.csv', table, 'payments');
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
    expect(said(line!.details)).toBe('строк 1, на 3 940,79 ₽, лицевой счет 0177002318');
    const card = said((await chief.get(`/office/accounts/${other.account}/history`)).text);
    for (const what of ['Неизвестные строки разнесены', 'Разноска строк отменена']) {
      expect(card).toMatch(new RegExp(`${what}.{0,60}загрузка № \\d+, строк 1, на 3 940,79 ₽`));
    }
    // of other lines the card shows the beginning, of those with a sum all of it
    const last = await chief.get(`/office/accounts/${other.account}`);
    const whole = last.html.querySelectorAll('.last-lines .sums').map(({ text }) => said(text));
    expect(whole.filter((one) => one.includes('на 3 940,79 ₽'))).toHaveLength(2);
    const neighbour = await chief.get(`/office/accounts/${flat.account}/history`);
    expect(neighbour.text).not.toContain('Разноска строк отменена');
    expect((await pageOf(second!)).text).toContain('Чья она');
  });

  it('keeps the choice open, with what was looked for, where none was made', async () => {
    const id = await one('оплата');
    const found = await money.get(`${LIST}/${id}?find=${encodeURIComponent('ким')}`);
    const refused = await found.form(`${LIST}/${id}/assign`).submit();
    expect(refused.status).toBe(422);
    expect(refused.errors).toEqual(['Выберите лицевой счет']);
    expect(offers(refused)[0]).toContain(other.number);
    const forged = await money.post(`${LIST}/${id}/assign`, {
      ...refused.form(`${LIST}/${id}/assign`).values(),
      account: '00000000-0000-4000-8000-000000000000',
    });
    expect([forged.status, forged.errors]).toEqual([422, ['Такого лицевого счета нет']]);
    expect(offers(forged)[0]).toContain(other.number);
  });

  it('gives all rows of one wrong number at once, and takes all of them back by the button beside what was done', async () => {
    const before = await balance(flat.account);
    const purpose = 'л/с 0177002381';
    const ids = await load([transfer(1, purpose), transfer(2, purpose), transfer(3, purpose)]);
    // two accounts are a swap and a digit away: nobody has said which
    const page = await pageOf(ids[0]!);
    expect(page.text).toContain('И ещё 2 строки с этим номером, всего на 7 881,58 ₽');
    const form = page.form(`${LIST}/${ids[0]!}/assign`);
    expect(form.value('others')).toBe('yes');
    const done = await (await form.submit({ account: flat.account })).follow();
    expect(done.text).toContain('Разнесено 11 822,37 ₽ (3 строки) на лицевой счет 0177002301');
    expect(await balance(flat.account)).toBe(before - 3 * SUM);
    const back = await (await done.form(`${LIST}/${ids[0]!}/unassign`).submit()).follow();
    expect(back.text).toContain('Разноска на лицевой счет 0177002301 отменена, снова ждут 3 строки.');
    expect(await balance(flat.account)).toBe(before);
    expect(await states(ids)).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('takes back one of them alone, or all, from the page of a row; not what was given at another time by the button', async () => {
    const purpose = 'л/с 0177002382';
    const ids = await load([1, 2, 3].map((n) => transfer(n, purpose)));
    const give = async (id: string, others: boolean) => {
      const page = await money.get(`${LIST}/${id}?find=${flat.number}`);
      const form = page.form(`${LIST}/${id}/assign`);
      return form.submit({ account: flat.account, ...(form.names().includes('others') && { others }) });
    };
    await give(ids[0]!, false);
    const done = await (await give(ids[1]!, true)).follow();
    expect(done.text).toContain('Разнесено 7 881,58 ₽ (2 строки)');
    await done.form(`${LIST}/${ids[1]!}/unassign`).submit();
    expect(await states(ids)).toEqual(['resolved', 'waiting', 'waiting']);
    await give(ids[1]!, true);
    const own = await pageOf(ids[2]!);
    expect(own.text).toContain('И ещё 2 строки с этим номером, разнесённые на тот же счет');
    await own.form(`${LIST}/${ids[2]!}/unassign`).submit({ others: true });
    expect(await states(ids)).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it.each(['1', '00000'])('ticks others of the number «%s» on purpose only', async (number) => {
    files += 1;
    const lines = [1, 2].map((n) => `${number};2026-11-1${n};10.0${n};Касса;n${files}-${n}`);
    await loadFile(
      `номер-${files}.csv`,
      `account;paid_on;amount;source;external_id\n${lines.join('\n')}\n`,
      'payments',
    );
    const [row] = await world.database.query<{ id: string }>(
      'SELECT min(id)::text AS id FROM unknown_rows WHERE batch_id = (SELECT max(id) FROM batches)',
    );
    const page = await money.get(`${LIST}/${row!.id}?find=${other.number}`);
    expect(page.text).toContain('И ещё 1 строку с этим номером');
    expect(page.form(`${LIST}/${row!.id}/assign`).value('others')).toBeUndefined();
  });

  it('stays in the list that was searched, from the first row to the last, past refusals too', async () => {
    const payers = ['Зайцева Нина', 'Другая Анна', 'Зайцева Нина', 'Другая Анна', 'Зайцева Нина'];
    const ids = await load(payers.map((payer, at) => transfer(at + 1, `взнос ${at}`, payer)));
    let page = await money.get(`${LIST}/${ids[0]!}?q=${encodeURIComponent('зайцева')}`);
    const queue = () => page.html.querySelectorAll('.queue li').length;
    for (const [step, id] of [ids[0]!, ids[2]!, ids[4]!].entries()) {
      expect([page.heading, queue()]).toEqual(['Разнести', 3 - step]);
      page = await page.form(`${LIST}/${id}`).submit({ find: other.number });
      page = await page.form(`${LIST}/${id}/assign`).submit();
      expect([page.status, queue()]).toEqual([422, 3 - step]);
      page = await page.form(`${LIST}/${id}/dismiss`).submit({ outcome: 'other' });
      expect([page.status, queue()]).toEqual([422, 3 - step]);
      page = await page.form(`${LIST}/${id}`).submit({ find: other.number });
      page = await (await page.form(`${LIST}/${id}/assign`).submit({ account: other.account })).follow();
      expect(page.path).toContain(`before=${id}`);
    }
    expect(page.text).toContain('По словам «зайцева» больше ничего не ждёт.');
    page = await (await page.form(`${LIST}/${ids[4]!}/unassign`).submit()).follow();
    expect([page.path.split('?')[0], queue()]).toEqual([`${LIST}/${ids[4]!}`, 1]);
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
    expect(returned.text).toContain('Вернуть плательщику: «заявление от 12 ноября»');
    expect((await money.get(`${LIST}?show=dismissed&outcome=counted`)).text).toContain('Таких строк нет.');
    const [line] = await list(chief, 'audit', '?filters.action=batch.dismissed');
    expect(line).toMatchObject({
      details: 'строк 1, на 3\u00a0940,79\u00a0₽, вернуть плательщику, «заявление от 12 ноября»',
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
    const ways = second.html.querySelectorAll('main .acts a').map((link) => link.getAttribute('href')!);
    expect(ways).toEqual([LIST, `${LIST}/${id}?show=dismissed`, '/office']);
    expect((await chief.get(ways[0]!)).heading).toBe('Разнести');
    expect((await chief.get(ways[1]!)).text).toContain('Не наша: «Не наш платёж»');
    // nor does one's own other choice pass for the same press
    const changed = await mine.form(`${LIST}/${id}/dismiss`).submit({ ...filled, outcome: 'return' });
    expect(changed.status).toBe(409);
    expect((await pageOf(id)).text).toContain('Не наша: «Не наш платёж»');
  });

  it('comes back with all that went with it, by the button beside what was done or from its own page', async () => {
    const ids = await load([1, 2, 3].map((n) => transfer(n, 'л/с 0177002383')));
    const dismissed = async () => {
      const form = (await pageOf(ids[0]!)).form(`${LIST}/${ids[0]!}/dismiss`);
      return (await form.submit({ outcome: 'foreign', reason: 'Не наш платёж', others: true })).follow();
    };
    const done = await dismissed();
    expect(done.text).toContain('Снято с разноски 11 822,37 ₽ (3 строки): Не наша.');
    const back = await (await done.form(`${LIST}/${ids[0]!}/restore`).submit()).follow();
    expect(back.text).toContain('Снова ждут 3 строки.');
    expect(await states(ids)).toEqual(['waiting', 'waiting', 'waiting']);
    await dismissed();
    const own = await pageOf(ids[1]!);
    expect(own.text).toContain('И ещё 2 строки с этим номером, снятые с разноски');
    await own.form(`${LIST}/${ids[1]!}/restore`).submit();
    expect(await states(ids)).toEqual(['dismissed', 'waiting', 'dismissed']);
    await (await pageOf(ids[0]!)).form(`${LIST}/${ids[0]!}/restore`).submit({ others: true });
    expect(await states(ids)).toEqual(['waiting', 'waiting', 'waiting']);
  });

  it('is not brought back by a page that does not know that somebody has given it meanwhile', async () => {
    const id = await one('паркинг, гость');
    const filled = { outcome: 'foreign', reason: 'Не наш платёж' };
    await (await pageOf(id)).form(`${LIST}/${id}/dismiss`).submit(filled);
    const stale = await pageOf(id);
    await (await pageOf(id, chief)).form(`${LIST}/${id}/restore`).submit();
    const found = await chief.get(`${LIST}/${id}?find=${other.number}`);
    await found.form(`${LIST}/${id}/assign`).submit({ account: other.account });
    const late = await stale.form(`${LIST}/${id}/restore`).submit();
    expect(late.status).toBe(409);
    expect(late.text).toContain(`Строка уже разнесена на лицевой счет ${other.number}: Вера Главная`);
  });
});

describe('An assignment', () => {
  it('cannot be taken back from under a receipt that has counted it', async () => {
    const id = await one('л/с 0177002307');
    await (await pageOf(id)).form(`${LIST}/${id}/assign`).submit({ account: flat.account });
    const before = await pageOf(id);
    expect(before.text).toContain('Пока платёж не учтён в квитанции, разноску можно отменить');
    const [document] = await giveDocuments(world, flat.account, ['2026-10']);
    await world.database.query(
      'UPDATE payments SET document_id = $2 WHERE account_id = $1 AND document_id IS NULL',
      [flat.account, document!.id],
    );
    const refused = await before.form(`${LIST}/${id}/unassign`).submit();
    expect(refused.status).toBe(422);
    expect(refused.errors[0]).toMatch(
      /^Эту строку уже учла загрузка № \d+ \(«test\.csv»\)\. Сначала отмените её$/,
    );
    const counted = await pageOf(id);
    expect(counted.html.querySelector(`form[action*="/unassign"]`)).toBeNull();
    expect(said(counted.text)).toMatch(
      /Отменить разноску нельзя: платёж уже учтён в квитанции из загрузки № \d+ \(«test\.csv»\)/,
    );
    expect(counted.text).toContain('перенесите платёж на верный счет в бухгалтерской программе');
    expect(counted.text).toMatch(/Или отмените загрузку № \d+, потом разноску, и загрузите файл снова/);
    await giveDocuments(world, flat.account, ['2026-12']);
    expect((await pageOf(id)).text).toMatch(
      /Отменить загрузку № \d+ нельзя, пока на ней построена загрузка № \d+/,
    );
  });

  it('is taken back once by two people, and so is counted in what its load tells', async () => {
    const id = await one('л/с 0177002390');
    const found = await money.get(`${LIST}/${id}?find=${other.number}`);
    expect((await found.form(`${LIST}/${id}/assign`).submit({ account: other.account })).status).toBe(303);
    const pages = [await pageOf(id), await pageOf(id, chief)];
    const taken = await Promise.all(pages.map((page) => page.form(`${LIST}/${id}/unassign`).submit()));
    expect(taken.map(({ status }) => status)).toEqual([303, 303]);
    const [batch] = await world.database.query<{ id: string }>('SELECT max(id) AS id FROM batches');
    expect(await open(money, `batches/records/${batch!.id}`)).toMatchObject({
      file: '1 строка на 3\u00a0940,79\u00a0₽',
      rows: null,
      unknown: '1 строка на 3\u00a0940,79\u00a0₽',
    });
  });
});

describe('An assignment of several rows', () => {
  it('names the row that a receipt has counted', async () => {
    const ids = await load([1, 2].map((n) => transfer(n, 'л/с 0177002384')));
    const page = await money.get(`${LIST}/${ids[0]!}?find=${flat.number}`);
    const form = page.form(`${LIST}/${ids[0]!}/assign`);
    const done = await (await form.submit({ account: flat.account })).follow();
    const [batch] = await world.database.query<{ id: string }>('SELECT max(id) AS id FROM batches');
    const [document] = await giveDocuments(world, flat.account, ['2026-11']);
    const [counted] = await world.database.query<{ row_no: number }>(
      `UPDATE payments p SET document_id = $1 FROM unknown_rows u
       WHERE u.id = $2 AND p.batch_id = u.batch_id AND p.key = u.record->>'key' RETURNING u.row_no`,
      [document!.id, ids[1]],
    );
    const refused = await done.form(`${LIST}/${ids[0]!}/unassign`).submit();
    expect(refused.errors[0]).toMatch(
      new RegExp(`^Строку ${counted!.row_no} загрузки № ${batch!.id} уже учла загрузка № \\d+ `),
    );
  });

  it('is not taken back by a page that shows another: somebody has given the row anew', async () => {
    const id = await one('л/с 0177002385');
    const give = async (who: Client, { account, number }: typeof flat) =>
      (await who.get(`${LIST}/${id}?find=${number}`)).form(`${LIST}/${id}/assign`).submit({ account });
    const done = await (await give(money, flat)).follow();
    const stale = await pageOf(id);
    await (await pageOf(id, chief)).form(`${LIST}/${id}/unassign`).submit();
    await give(chief, other);
    const before = await balance(other.account);
    for (const page of [stale, done]) {
      const late = await page.form(`${LIST}/${id}/unassign`).submit();
      expect(late.status).toBe(409);
      expect(late.text).toContain(`Строка уже разнесена на лицевой счет ${other.number}: Вера Главная`);
    }
    expect(await balance(other.account)).toBe(before);
  });
});

describe('Lines of charges', () => {
  /** Six lines of two months under one number, which wait or are given to an account. */
  const giveLines = (number: string, account: string | null) =>
    world.database.query<{ id: string }>(
      `INSERT INTO unknown_rows
         (batch_id, kind, row_no, account_text, amount_kopecks, record, resolved_account_id, resolved_at)
       SELECT (SELECT max(id) FROM batches), 'charges', 100 + n, $2, 1000,
         jsonb_build_object('type', 'line', 'service', 'Отопление ' || n,
           'period', CASE WHEN n > 3 THEN '2026-10-01' ELSE '2026-09-01' END),
         $1::uuid, CASE WHEN $1::uuid IS NULL THEN NULL ELSE now() END
       FROM generate_series(1, 6) n RETURNING id`,
      [account, number],
    );

  it('count as one with the rest of their document, in the menu as in the list', async () => {
    const [line] = await giveLines('0177002386', null);
    // the menu counts seldom
    await eventually(async () => {
      const page = await money.get(LIST);
      const told = Number(/Разнести ждут: (\d+)/.exec(page.text)?.[1]);
      return told === page.html.querySelectorAll('.queue li').length;
    });
    expect((await pageOf(line!.id)).text).toContain('И ещё 1 строку с этим номером, всего на 30,00 ₽');
  });

  it('tell on their page that the other months of their load go back with them', async () => {
    const [line] = await giveLines('0177002387', other.account);
    expect((await pageOf(line!.id)).text).toContain(
      'Вместе с ней вернутся начисления этого файла за другие месяцы: ещё 1 строка.',
    );
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
    // a number beside a name is a sum of roubles, or a word as it stands there
    for (const [q, found] of [
      ['синицын 777', true],
      ['777 синицын', true],
      ['синицын 77', true],
      ['синицын 778', false],
      ['воробьёв 777', false],
    ] as const) {
      const list = await money.get(`${LIST}?q=${encodeURIComponent(q)}`);
      expect([q, list.text.includes('777,77 ₽')]).toEqual([q, found]);
    }
  });

  it('finds one by whole roubles, by its day alone, by the number of its order and by a day in its purpose', async () => {
    const [row] = await load([
      {
        ...{ number: '77', sum: 300_00, day: '01.12.2026', payer: 'Синицын Лев' },
        purpose: 'аренда по договору от 05.03.2024',
      },
    ]);
    for (const [q, found] of [
      ...[
        '300',
        '300,00',
        '300 ₽',
        '01.12.2026',
        '1 декабря 2026',
        '№ 77',
        '№\u00a077',
        '77',
        '05.03.2024',
      ].map((typed) => [typed, true] as const),
      ...['синицын 01.12.2026', '300 01.12.2026', '01.12.2026 № 77', '№ 77 от 01.12.2026'].map(
        (typed) => [typed, true] as const,
      ),
      ...['301', '02.12.2026', 'воробьёв 01.12.2026', '№ 78'].map((typed) => [typed, false] as const),
    ]) {
      const list = await money.get(`${LIST}?q=${encodeURIComponent(q)}`);
      const shown = list.html.querySelectorAll('.queue a').map((it) => it.getAttribute('href') ?? '');
      expect([q, shown.some((href) => href.startsWith(`${LIST}/${row!}?`))]).toEqual([q, found]);
    }
    await (
      await pageOf(row!)
    )
      .form(`${LIST}/${row!}/dismiss`)
      .submit({ outcome: 'foreign', reason: 'Чужая' });
  });

  it('knows no row that is not there, and shows no operator any', async () => {
    for (const path of ['/999999999', '/abc', `/${'9'.repeat(30)}`]) {
      expect((await money.get(`${LIST}${path}`)).status).toBe(404);
    }
    const clerk = await hire(world, 'clerk', 'operator', 'Пётр Клерков');
    expect((await clerk.get(LIST)).status).toBe(403);
  });
});
