import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import type { Page } from './support/page.js';
import type { PageForm } from './support/page-form.js';
import {
  closeWindow,
  windowMayHaveClosed,
  dayOfCompany,
  giveWaiting,
  openWindow,
  readingsOf,
  thisMonth,
} from './support/meters.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { giveHouse } from './support/sheet.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let olga: Client;
let petr: Client;
let accountant: Client;
let count = 0;

beforeAll(async () => {
  world = await startWorld();
  await openWindow(world);
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга Ильинична');
  petr = await hire(world, 'petr', 'operator', 'Лыков Пётр');
  accountant = await hire(world, 'rimma', 'accountant', 'Римма Ли');
});
afterAll(() => world?.stop());

/** The table that is typed into, not what is asked for above it. */
const sheetIn = (page: Page): PageForm =>
  page.forms().find((form) => form.names().includes('day') && form.method === 'POST')!;
const field = (meter: string) => `whole-${meter}-0`;
const flatOf = async () => {
  count += 1;
  const { house, flats } = await giveHouse(world, `г. Иркутск, ул. Лесная, д. ${count}`, ['15']);
  const { account, meters } = flats[0]!;
  const [cold, hot] = meters as [string, string];
  return { house, account, cold, hot, path: `/office/accounts/${account}/readings` };
};

interface Said {
  tone: string;
  text: string;
  used: string;
  seen: string;
  sure: string;
  little: string;
}

/** A line as the script of the page sends it. */
async function line(
  who: Client,
  path: string,
  meter: string,
  value: string,
  more: Record<string, string> = {},
): Promise<Said> {
  const token = sheetIn(await who.get(path)).value('_csrf')!;
  const { seen = '', sure, ...rest } = more;
  const answer = await who.post(`${path}/${meter}`, {
    ...{ _csrf: token, [field(meter)]: value, [`seen-${meter}`]: seen, ...rest },
    ...(sure && { [`sure-${meter}`]: sure }),
  });
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body) as Said;
}

const standing = async (meter: string) =>
  (await readingsOf(world, meter)).filter(({ period, superseded }) => period === thisMonth() && !superseded);

describe('A sheet of a flat', () => {
  it('shows an operator what each meter showed and usually uses, and is one button on the card', async () => {
    const { account, path } = await flatOf();
    const card = await olga.get(`/office/accounts/${account}`);
    const jobs = card.html.querySelectorAll('.jobs a').map((link) => link.getAttribute('href'));
    expect(jobs).toContain(path);
    const page = await olga.get(path);
    expect(page.text).toContain('00116,000');
    expect(page.text).toContain('5–6 м³');
    expect(page.html.querySelectorAll('tr[data-save]')).toHaveLength(2);
  });

  it('is written line by line without script: what is wrong stays as it was typed, the rest is saved', async () => {
    const { path, cold, hot } = await flatOf();
    const page = await olga.get(path);
    const answer = await sheetIn(page).submit({ [field(cold)]: '121,25', [field(hot)]: '90' });
    expect(answer.text).toContain('Сохранено 1 показание, не сохранено 1');
    expect(answer.text).toContain('Меньше предыдущих показаний (116,000), не сохранено');
    expect(sheetIn(answer).value(field(hot))).toBe('90');
    expect(await standing(cold)).toMatchObject([{ reading: '121.250', status: 'accepted' }]);
    expect(await standing(hot)).toEqual([]);
    const mended = await sheetIn(answer).submit({ [field(hot)]: '119' });
    expect(mended.text).toContain('Сохранено 1 показание');
    expect(await standing(hot)).toMatchObject([{ reading: '119.000' }]);
    expect(await readingsOf(world, cold)).toHaveLength(5);
  });

  it('asks about what is unusual at its line and takes it once that was confirmed', async () => {
    const { path, cold } = await flatOf();
    const asked = await sheetIn(await olga.get(path)).submit({ [field(cold)]: '400' });
    expect(asked.text).toContain('необычно много');
    expect(await standing(cold)).toEqual([]);
    const form = sheetIn(asked);
    const sure = asked.html.querySelector(`[name=sure-${cold}]`)!.getAttribute('value')!;
    const done = await form.submit({ [`sure-${cold}`]: sure });
    expect(done.text).toContain('Сохранено 1 показание');
    expect(await standing(cold)).toMatchObject([
      { reading: '400.000', status: 'accepted', doubts: 'growth' },
    ]);
  });

  it('marks what is much less than usual, and takes it at once: nobody may have been at home', async () => {
    const { path, cold, hot } = await flatOf();
    const little = await line(olga, path, cold, '116,5');
    expect(little).toMatchObject({ tone: 'saved', text: 'сохранено', little: 'необычно мало' });
    expect(await standing(cold)).toMatchObject([{ reading: '116.500', status: 'accepted' }]);
    expect(await line(olga, path, hot, '116')).toMatchObject({ tone: 'saved', little: 'необычно мало' });
    expect((await olga.get(path)).text).toMatch(/записано, по телефону [^✓]+ необычно мало/);
    const usual = await line(olga, path, cold, '118', { seen: '116.500' });
    expect(usual).toMatchObject({ tone: 'saved', little: '' });
  });

  it('says of what fits the other water beside it, larger or smaller', async () => {
    const { path, cold, hot } = await flatOf();
    await world.database.query(
      'UPDATE meter_readings SET reading = ARRAY[reading[1] + 400] WHERE meter_id = $1',
      [hot],
    );
    const numberOf = async (id: string): Promise<string> =>
      (await world.database.query<{ number: string }>('SELECT number FROM meters WHERE id = $1', [id]))[0]!
        .number;
    const large = await line(olga, path, cold, '521');
    expect(large.tone).toBe('ask');
    expect(large.text).toContain(`подходит к № ${await numberOf(hot)}, это горячая вода`);
    const less = await line(olga, path, hot, '121');
    expect(less.tone).toBe('wrong');
    expect(less.text).toContain(`подходит к № ${await numberOf(cold)}, это холодная вода`);
    expect(await standing(cold)).toEqual([]);
    // what fits neither is only unusual
    expect((await line(olga, path, cold, '300')).text).not.toContain('подходит');
    expect((await line(olga, path, cold, '121')).tone).toBe('saved');
  });

  it('is closed to accountants, to a closed account and to the meter of another flat', async () => {
    const { account, path, cold } = await flatOf();
    const other = await flatOf();
    expect((await accountant.get(path)).status).toBe(403);
    expect((await accountant.get(`/office/accounts/${account}`)).text).not.toContain(`${path}"`);
    const token = sheetIn(await olga.get(path)).value('_csrf')!;
    const foreign = await olga.post(`${path}/${other.cold}`, { _csrf: token, [field(other.cold)]: '118' });
    expect(foreign.status).toBe(404);
    expect(await standing(other.cold)).toEqual([]);
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [account]);
    expect((await olga.get(path)).status).toBe(404);
    const late = await olga.post(`${path}/${cold}`, { _csrf: token, [field(cold)]: '118' });
    expect(late.status).toBe(404);
    expect(await standing(cold)).toEqual([]);
  });
});

describe('A line', () => {
  it('whose answer was lost is written once, however often it is sent', async () => {
    const { path, cold } = await flatOf();
    const said = await Promise.all([line(olga, path, cold, '120'), line(olga, path, cold, '120,000')]);
    expect(said.map(({ tone }) => tone)).toEqual(['saved', 'saved']);
    expect(await line(olga, path, cold, '120')).toMatchObject({
      tone: 'saved',
      used: '4\u00a0м³',
      seen: '120.000',
    });
    expect(await readingsOf(world, cold)).toHaveLength(5);
  });

  it('that a colleague has written meanwhile shows both values and overwrites nothing unasked', async () => {
    const { path, cold } = await flatOf();
    const said = await Promise.all([line(olga, path, cold, '120'), line(petr, path, cold, '121')]);
    expect(said.map(({ tone }) => tone).sort()).toEqual(['ask', 'saved']);
    const asked = said.find(({ tone }) => tone === 'ask')!;
    expect(asked.text).toMatch(/уже записано 0012[01],000, по телефону; верно ваше 0012[01],000\?/);
    expect(await standing(cold)).toHaveLength(1);
    const mine = asked.sure;
    const own = await line(olga, path, cold, mine, { seen: asked.seen, sure: mine });
    expect(own.tone).toBe('saved');
    expect(await standing(cold)).toMatchObject([{ reading: mine }]);
  });

  it('that was typed wrong does not overwrite what a colleague has written before it is put right', async () => {
    const { path, cold } = await flatOf();
    const page = await olga.get(path);
    await line(petr, path, cold, '121');
    const wrong = await sheetIn(page).submit({ [field(cold)]: '12а' });
    expect(wrong.text).toContain('Введите только цифры');
    const asked = await sheetIn(wrong).submit({ [field(cold)]: '119' });
    expect(asked.text).toContain('уже записано 00121,000');
    expect(await standing(cold)).toMatchObject([{ reading: '121.000' }]);
  });

  it('that the resident has sent meanwhile is not overwritten unasked, and is text on the next page', async () => {
    const { path, cold, account } = await flatOf();
    await giveResident(world, `irina${count}`);
    await giveWaiting(world, cold, `irina${count}`, ['300']);
    const said = await line(olga, path, cold, '120');
    expect(said).toMatchObject({ tone: 'ask' });
    expect(said.text).toContain('личный кабинет');
    const page = await olga.get(path);
    expect(page.html.querySelector(`[name="${field(cold)}"]`)).toBeNull();
    expect(page.text).toContain('необычное, ждёт решения');
    expect(account).toBeTruthy();
  });

  it('with a slip of the pen says what is wrong with it', async () => {
    const { path, cold } = await flatOf();
    for (const [typed, told] of [
      ['12а', 'Введите только цифры'],
      ['120,12345', 'После запятой'],
      ['1234567', 'Слишком много цифр'],
      ['-5', 'Введите только цифры'],
    ]) {
      const said = await line(olga, path, cold, typed!);
      expect([typed, said.tone]).toEqual([typed, 'wrong']);
      expect(said.text).toContain(told);
    }
    expect(await standing(cold)).toEqual([]);
  });

  it('counts for the month of the day it was read on, with where it came from', async () => {
    const { path, cold, hot } = await flatOf();
    await closeWindow(world, true);
    const day = dayOfCompany();
    const told = (await olga.get(path)).text;
    // what a resident sends after the window is for the next month
    expect(told.includes('Офис записывает за месяц дня, в который показания сняты')).toBe(
      windowMayHaveClosed(),
    );
    await line(olga, path, cold, '120', { day, source: 'paper' });
    await line(olga, path, hot, '121', { day: '2999-01-01', source: 'cabinet' });
    await openWindow(world);
    expect(await standing(cold)).toMatchObject([{ period: thisMonth(), reading: '120.000' }]);
    const rows = await world.database.query(
      `SELECT m.source, m.taken_on::text AS day, s.name FROM meter_readings m JOIN staff s ON s.id = m.staff_id
       WHERE meter_id = ANY ($1) ORDER BY source`,
      [[cold, hot]],
    );
    expect(rows).toEqual([
      { source: 'paper', day, name: 'Тарасова Ольга Ильинична' },
      { source: 'phone', day, name: 'Тарасова Ольга Ильинична' },
    ]);
    expect((await olga.get(path)).text).toContain('записано, на бумаге');
  });

  it('of a day to come is not written as of today', async () => {
    const { path, cold } = await flatOf();
    const tomorrow = dayOfCompany(1);
    expect(await line(olga, path, cold, '120', { day: tomorrow })).toMatchObject({ tone: 'wrong' });
    expect(await standing(cold)).toEqual([]);
  });

  it('read before the meter was there is refused', async () => {
    const { path, cold } = await flatOf();
    await world.database.query('UPDATE meters SET installed_on = $2 WHERE id = $1', [cold, dayOfCompany()]);
    const said = await line(olga, path, cold, '120', { day: dayOfCompany(-1) });
    expect(said).toMatchObject({ tone: 'wrong' });
    expect(said.text).toMatch(/^Счетчик установлен/);
    expect(await standing(cold)).toEqual([]);
  });

  it('is told by the journal with values and name', async () => {
    const { path, cold, account } = await flatOf();
    await line(olga, path, cold, '120');
    const card = await olga.get(`/office/accounts/${account}`);
    expect(card.text).toMatch(/Показания переданы: № \d+: .*120,000/);
  });
});

describe('A sheet of a house', () => {
  it('stands door by door as the round list does, and takes a whole list', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Обходная, д. 1',
      ['10', '2', '1'],
      ['cold_water'],
    );
    const path = `/office/readings/sheet?house=${house}`;
    const overview = await olga.get('/office/readings');
    expect(overview.text).toContain('Обходная, 1');
    const page = await olga.get(path);
    const doors = page.html
      .querySelectorAll('tbody th')
      .map((cell) => cell.firstChild!.text.trim().replace(/\s/g, ' '));
    expect(doors).toEqual(['кв. 1', 'кв. 2', 'кв. 10']);
    const form = sheetIn(page);
    expect(form.value('source')).toBe('visit');
    const done = await form.submit(Object.fromEntries(flats.map(({ meters }) => [field(meters[0]!), '119'])));
    expect(done.text).toContain('Сохранено 3 показания');
    expect(done.text).toContain('Введено 3 из 3');
    for (const { meters } of flats) {
      expect(await standing(meters[0]!)).toMatchObject([{ reading: '119.000' }]);
    }
    const after = await olga.get('/office/readings');
    const row = after.html.querySelectorAll('tr').find((one) => one.text.includes('Обходная'));
    expect(
      row!
        .querySelectorAll('td')
        .map((cell) => cell.text.trim())
        .slice(0, 3),
    ).toEqual(['1', '1', '—'].map((n) => (n === '1' ? '3' : n)));
  });

  it('leaves out closed accounts, automatic meters and what was not asked for', async () => {
    const { house, flats } = await giveHouse(
      world,
      'г. Иркутск, ул. Отборная, д. 1',
      ['1', '2', '3'],
      ['cold_water', 'electricity'],
    );
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [flats[0]!.account]);
    await world.database.query('UPDATE meters SET automatic = true WHERE id = $1', [flats[1]!.meters[0]]);
    const shown = async (show: string) =>
      (await olga.get(`/office/readings/sheet?house=${house}&show=${show}`)).html
        .querySelectorAll('tr[data-save]')
        .map((row) => row.getAttribute('data-save')!.slice(-36));
    expect(await shown('all')).toEqual([flats[1]!.meters[1], ...flats[2]!.meters]);
    expect(await shown('water')).toEqual([flats[2]!.meters[0]]);
  });

  it('is found in a company of more houses than a page holds, by the street or page by page', async () => {
    await world.database.query(
      `WITH houses AS (INSERT INTO houses (address) SELECT 'г. Иркутск, ул. Страничная, д. ' || n FROM generate_series(100, 160) n RETURNING id),
         units AS (INSERT INTO units (house_id, number) SELECT id, '1' FROM houses RETURNING id),
         accounts AS (INSERT INTO accounts (unit_id, number) SELECT id, '78' || lpad((row_number() OVER ())::text, 8, '0') FROM units RETURNING id, number),
         meters AS (INSERT INTO meters (resource, number, capacity, decimals, initial_values)
           SELECT 'cold_water', number, 5, 3, '{0}' FROM accounts RETURNING id, number)
       INSERT INTO meter_accounts (meter_id, account_id) SELECT m.id, a.id FROM meters m JOIN accounts a USING (number)`,
    );
    const listOf = (typed: string) => `/office/readings?q=${encodeURIComponent(typed)}`;
    const placesOf = (page: Page) =>
      page.html.querySelectorAll('tbody th').map((cell) => cell.text.replace(/\s/g, ' '));
    let page = await olga.get(listOf('страничная'));
    expect(placesOf(page)).toHaveLength(25);
    expect(placesOf(page)[0]).toBe('Страничная, 100');
    page = await (await page.click('Дальше →')).click('Дальше →');
    expect(placesOf(page)).toEqual(Array.from({ length: 11 }, (_, at) => `Страничная, ${150 + at}`));
    expect(page.text).not.toContain('Дальше');
    expect(placesOf(await page.click('К началу списка'))[0]).toBe('Страничная, 100');
    expect(placesOf(await olga.get(listOf('страничная, д. 133')))).toEqual(['Страничная, 133']);
    expect((await olga.get(listOf('нигде'))).text).toContain('Ничего не нашли');
    expect((await olga.get('/office/readings?after=1')).status).toBe(200);
  });

  it('names a meter of several flats once, behind the first door, also where the next part begins', async () => {
    const doors = Array.from({ length: 241 }, (_, index) => String(index + 1));
    const { house, flats } = await giveHouse(world, 'г. Иркутск, ул. Общая, д. 1', doors, ['cold_water'], []);
    const shared = flats[0]!.meters[0]!;
    await world.database.query(
      'INSERT INTO meter_accounts (meter_id, account_id) VALUES ($1, $2), ($1, $3)',
      [shared, flats[1]!.account, flats[240]!.account],
    );
    const first = await olga.get(`/office/readings/sheet?house=${house}&show=cold_water`);
    const second = await olga.get(`/office/readings/sheet?house=${house}&show=cold_water&page=2`);
    const meters = [first, second].map((page) =>
      page.html.querySelectorAll('tr[data-save]').map((row) => row.getAttribute('data-save')),
    );
    expect(meters.map(({ length }) => length)).toEqual([240, 1]);
    expect(new Set(meters.flat()).size).toBe(241);
    expect(first.text).toContain('Введено 0 из 240');
  });

  it('of a house that is none does not exist', async () => {
    for (const house of ['', '1', '00000000-0000-4000-8000-000000000000']) {
      expect((await olga.get(`/office/readings/sheet?house=${house}`)).status).toBe(404);
    }
    expect((await accountant.get('/office/readings')).text).not.toContain('Ведомость');
  });
});

describe('A door that nobody opens on a round', () => {
  const shutOf = async (who: Client, account: string, day: string, shut: 'yes' | 'no' = 'yes') => {
    const token = (await who.get('/office')).form('/office/sign-out').value('_csrf')!;
    const fields = { _csrf: token, source: 'visit', day, shut };
    const answer = await who.post(`/office/accounts/${account}/no-access`, fields);
    return answer.status === 200 ? (JSON.parse(answer.body) as { words: string; noted: boolean }) : answer;
  };
  const spoken = (text: string) => text.replaceAll(/\s+/g, ' ');
  const days = (account: string) =>
    world.database.query('SELECT day::text FROM no_access_visits WHERE account_id = $1 ORDER BY day', [
      account,
    ]);

  it('is noted once a day, with whoever can be called, and taken back', async () => {
    const { house, account } = await flatOf();
    await giveResident(world, `neighbour${count}`);
    await world.database.query(
      'INSERT INTO account_links (user_id, account_id) SELECT id, $1 FROM users WHERE login = $2',
      [account, `neighbour${count}`],
    );
    const [today, before] = [dayOfCompany(), dayOfCompany(-1)];
    await shutOf(olga, account, before);
    const both = await Promise.all([shutOf(olga, account, today), shutOf(petr, account, today)]);
    expect(both.map((one) => 'noted' in one && one.noted)).toEqual([true, true]);
    expect(await days(account)).toEqual([{ day: before }, { day: today }]);
    const sheet = spoken((await olga.get(`/office/readings/sheet?house=${house}`)).text);
    expect(sheet).toMatch(
      /Дверь не открыли \d+( \S+)? и \d+ \S+\. Позвоните: \S+ \S\., \+7 \d{3} \d{3}-\d\d-\d\d/,
    );
    expect(await shutOf(olga, account, today, 'no')).toMatchObject({ noted: false });
    expect(await days(account)).toEqual([{ day: before }]);
    const told = await world.database.query(
      "SELECT action FROM audit_events WHERE action LIKE 'readings.no-access%' AND object_id = $1 ORDER BY id",
      [account],
    );
    expect(told).toEqual(
      ['readings.no-access', 'readings.no-access', 'readings.no-access-undone'].map((action) => ({ action })),
    );
    expect(spoken((await olga.get(`/office/accounts/${account}`)).text)).toContain(
      'При обходе не открыли дверь',
    );
  });

  it('is noted without script too, and what was typed beside it is written', async () => {
    const { house, account, cold } = await flatOf();
    const path = `/office/readings/sheet?house=${house}`;
    const token = sheetIn(await olga.get(path)).value('_csrf')!;
    const fields = {
      _csrf: token,
      source: 'visit',
      day: dayOfCompany(),
      'no-access': account,
      [field(cold)]: '121',
    };
    const answer = await olga.post(path, fields);
    expect(spoken(answer.text)).toContain('Дверь не открыли');
    expect(await standing(cold)).toMatchObject([{ reading: '121.000' }]);
    expect(await days(account)).toHaveLength(1);
  });

  it('is forgotten by the sheet when all readings of the flat are there', async () => {
    const { house, account, path, cold, hot } = await flatOf();
    await shutOf(olga, account, dayOfCompany());
    const sheet = async () => (await olga.get(`/office/readings/sheet?house=${house}`)).text;
    await line(olga, path, cold, '121');
    expect(await sheet()).toContain('Дверь не открыли');
    await line(olga, path, hot, '121');
    expect(await sheet()).not.toContain('Дверь не открыли');
  });

  it('is asked about on a round only, and not of a closed account', async () => {
    const { house, account } = await flatOf();
    const button = async (source: string) =>
      (await olga.get(`/office/readings/sheet?house=${house}&source=${source}`)).text.includes('Нет доступа');
    expect([await button('visit'), await button('phone')]).toEqual([true, false]);
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [account]);
    expect(await shutOf(olga, account, dayOfCompany())).toMatchObject({ status: 404 });
  });
});
