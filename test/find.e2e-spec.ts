import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveDocuments, givePayment } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveRequest, numberOf } from './support/desk.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { giveSearchedFlats, PHRASES } from './support/searched-flats.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let operator: Client;
let dispatcher: Client;
let accountant: Client;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  operator = await hire(world, 'olga', 'operator', 'Ольга Тарасова');
  dispatcher = await hire(world, 'marina', 'dispatcher', 'Марина Седова');
  accountant = await hire(world, 'rimma', 'accountant', 'Римма Ли');
  await giveSearchedFlats(world);
  const idOf = async (number: string): Promise<string> =>
    (await world.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [number]))[0]!
      .id;
  await givePayment(world, await idOf('0100002483'), '2025-11-12', 123_456);
  await givePayment(world, await idOf('0100002305'), '2025-11-11', 123_456);
  await givePayment(world, await idOf('0100002305'), '2025-10-10', 50_000, 'Касса');
  await world.database.query("UPDATE payments SET payer = 'Суворов Иван Ильич' WHERE source = 'Касса'");
  await giveDocuments(world, await idOf('0100002483'), ['2025-10']);
  await world.database.query("UPDATE payments SET external_id = 'UIP-77/1' WHERE paid_on = '2025-11-12'");
  await giveWaiting(271_800, {
    paidOn: '2025-11-27',
    payer: 'КОПЫТИНА ЛАРИСА ПЕТРОВНА',
    externalId: 'ПП-558801',
  });
  await giveWaiting(90_050, { paidOn: '2025-11-20', purpose: 'за ЖКУ ул Лесная д 4 кв 5, Шубина Т.Ф.' });
});
afterAll(() => world?.stop());

let rows = 0;

/** A payment that waits for an account in «Разнести». */
async function giveWaiting(kopecks: number, record: Record<string, string>): Promise<void> {
  rows += 1;
  await world.database.query(
    `INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
     SELECT min(id), 'payments', $1::integer, '0100077' || lpad($1::text, 3, '0'), $2, $3 FROM batches WHERE kind = 'payments'`,
    [rows, kopecks, record],
  );
}

/** Somebody who has registered and linked no flat, of a surname that nobody else has. */
async function giveUnlinked(): Promise<void> {
  if ((await world.database.query("SELECT FROM users WHERE login = 'larisa'")).length > 0) return;
  await giveResident(world, 'larisa');
  await world.database.query(
    `UPDATE users SET last_name = 'Кожемякина', first_name = 'Лариса', middle_name = 'Петровна', phone = '+79027771234',
       email = 'larisa.k@mail.example', email_key = 'larisa.k@mail.example' WHERE login = 'larisa'`,
  );
}

interface Offered {
  readonly flats: string[];
  readonly houses: string[];
  readonly guess: string;
}

const plain = (text: string | undefined): string => (text ?? '').replace(/\s+/g, ' ').trim();

const find = (who: Client, q: string) =>
  who.get(`/office/find?${new URLSearchParams({ q }).toString()}`, {
    headers: { 'x-pane': '1' },
    check: false,
  });

/** What the field offers, by kind. */
async function offered(text: string, who = operator): Promise<Offered> {
  const page = await find(who, text);
  expect(page.status).toBe(200);
  const of = (kind: string) =>
    page.html.querySelectorAll(`[aria-label="${kind}"] .what`).map((title) => plain(title.text));
  return { flats: of('Квартиры'), houses: of('Дома'), guess: plain(page.html.querySelector('.guess')?.text) };
}

const RYABOVA = 'Лесная, 4, кв. 15';
const GUSEV = 'Лесная, 4, кв. 5';
const BELOVA = 'Лесная, 4, кв. 40';
const BAIKAL = 'Байкальская, 17, кв. 48';

describe('The one field finds a flat', () => {
  it.each(PHRASES.addresses)('by the address «%s»', async (typed, flat) => {
    expect((await offered(typed)).flats[0]).toBe(flat);
  });

  it.each(PHRASES.names)('by the name «%s»', async (typed, flat) => {
    expect((await offered(typed)).flats[0]).toBe(flat);
  });

  it.each([...PHRASES.numbers, ...PHRASES.ends])('by «%s», %s', async (typed) => {
    expect((await offered(typed)).flats[0]).toBe(RYABOVA);
  });

  it.each(PHRASES.slips)('with a letter wrong, «%s», and says so', async (typed, flat, meant) => {
    const { flats, guess } = await offered(typed);
    expect(flats[0]).toBe(flat);
    expect(guess).toBe(`Точно так не нашли. Показали «${meant}».`);
  });

  it.each(PHRASES.layouts)(
    'with the other keyboard layout, «%s», and says so',
    async (typed, flat, meant) => {
      const { flats, guess } = await offered(typed);
      expect(flats[0]).toBe(flat);
      const layout = /[а-я]/.test(meant) ? 'английская' : 'русская';
      expect(guess).toBe(`Показали «${meant}»: похоже, включена ${layout} раскладка.`);
    },
  );

  it('in the order of the house where only a house is named, and offers the house', async () => {
    const { flats, houses } = await offered('лесная 4');
    expect(flats.slice(0, 4)).toEqual([GUSEV, RYABOVA, BELOVA, 'Лесная, 4, кв. 150']);
    expect(houses[0]).toBe('Лесная, 4');
    expect((await offered('байкальская 17')).flats[0]).toBe(BAIKAL);
  });

  it.each(['лесная 4', 'лесная д. 4', 'ktcyfz 4'])(
    'Enter opens the house where «%s» names no flat',
    async (typed) => {
      const page = await find(operator, typed);
      const [sure] = page.html.querySelectorAll('[data-sure]');
      expect(sure!.getAttribute('href')).toMatch(/^\/office\/houses\/[\da-f-]+\/flats$/);
      expect(plain(sure!.querySelector('.what')!.text)).toBe('Лесная, 4');
    },
  );

  it.each([
    ['лесная 4 5', GUSEV],
    ['лес 4 15', RYABOVA],
    ['0100002483', RYABOVA],
    ['100002483', RYABOVA],
    ['орехова', RYABOVA],
    ['8 902 555-48-11', RYABOVA],
    ['2483', RYABOVA],
    ['О100002483', RYABOVA],
  ])('Enter opens at once what «%s» names whole or finds alone', async (typed, flat) => {
    for (const who of typed === 'орехова' ? [operator] : [operator, dispatcher]) {
      const page = await find(who, typed);
      expect(page.html.querySelectorAll('[data-sure] .what').map((title) => plain(title.text))).toEqual([
        flat,
      ]);
    }
  });

  it.each(['белова', 'анна', 'лесная', '001', 'сосновая 6'])(
    'and none of several that «%s» may mean: the first waits for another Enter',
    async (typed) => {
      for (const who of [operator, dispatcher]) {
        const page = await find(who, typed);
        expect(page.html.querySelectorAll('[role=option]').length).toBeGreaterThan(1);
        expect([typed, page.html.querySelectorAll('[data-sure]').map(({ text }) => plain(text))]).toEqual([
          typed,
          [],
        ]);
      }
    },
  );

  it.each(['лесная 4 кв. 015', 'лесная 04 кв 15', 'лесная 4, 015'])(
    'of the flat whose number has a zero before it: «%s»',
    async (typed) => {
      const { flats, guess } = await offered(typed);
      expect([flats[0], guess]).toEqual([RYABOVA, '']);
    },
  );

  it('of a flat where a letter that means a building names none', async () => {
    const { flats, guess } = await offered('лесная 4 к 15');
    expect([flats[0], guess]).toEqual([RYABOVA, 'Точно так не нашли. Показали «лесная 4 кв 15».']);
  });

  it('and offers whoever may add an account to do so where nothing is found', async () => {
    const chief = await hire(world, 'chief', 'administrator', 'Ли Анна');
    const nothing = encodeURIComponent('несуществующая 1');
    for (const [who, may] of [
      [chief, true],
      [operator, false],
      [accountant, false],
    ] as const) {
      for (const page of [
        await find(who, 'несуществующая 1'),
        await who.get(`/office/search?q=${nothing}`),
      ]) {
        const link = page.html.querySelector('a[href="/office/accounts/new"]');
        expect(link?.text.trim()).toBe(may ? 'Создать счет' : undefined);
      }
    }
    expect((await chief.get('/office/accounts/new')).status).toBe(200);
  });

  it.each(['сосновая 6 корп 7', 'сосновая 6к9', 'сосновая 6 литера б', 'сосновая д 6 строение 8'])(
    'of the house where it has no such building, and says so: «%s»',
    async (typed) => {
      const { flats, houses, guess } = await offered(typed);
      expect([flats[0], houses[0]]).toEqual(['Сосновая, 6, кв. 1', 'Сосновая, 6']);
      expect(guess).toBe('Точно так не нашли. Показали «сосновая 6».');
    },
  );

  it('before a flat that only holds its digits, and never one of another house', async () => {
    expect((await offered('лесная 4 15')).flats).toEqual([RYABOVA]);
  });

  it.each([
    'сосновая 6 корп 1 кв 9',
    'рябова жж',
    'лесная 4 77',
    'несуществующая 1',
    'иванов иван иванович',
    '%',
    "'",
    '\\',
    '& | !',
    '12',
    'я',
  ])('and nothing by «%s», without a fault', async (typed) => {
    expect((await offered(typed)).flats).toEqual([]);
  });

  it.each([
    ['1 234,56', 2],
    ['1234.56 руб', 2],
    ['платёж 1234,56 от 12 ноября 2025', 1],
    ['12.11.2025 1234,56', 1],
    ['1 234,56 13.11.2025', 0],
    ['1234,57', 0],
    ['UIP-77/1', 1],
    ['№ UIP-77/1', 1],
  ])('and a payment by «%s»', async (typed, count) => {
    const payments = async (who: Client) =>
      (await find(who, typed)).html
        .querySelectorAll('[aria-label="Платежи"] a')
        .map((row) => plain(row.text));
    const found = await payments(operator);
    expect(found).toHaveLength(count);
    if (count > 0) {
      expect(found[0]).toMatch(/^1 234,56 ₽, 12 ноября 2025 Сбербанк, Лесная, 4, кв. 15, счет 0100002483$/);
    }
    expect(await payments(dispatcher)).toEqual([]);
  });

  it.each([
    ['касса', ['500,00 ₽, 10 октября 2025']],
    ['в кассе', ['500,00 ₽, 10 октября 2025']],
    ['касса 10.10.2025', ['500,00 ₽, 10 октября 2025']],
    ['касса 11.10.2025', []],
    ['сбербанк 12.11.2025', ['1 234,56 ₽, 12 ноября 2025']],
    ['сбербанк октябрь 2025', []],
    ['Суворов', ['500,00 ₽, 10 октября 2025']],
    ['500 руб суворов и.и.', ['500,00 ₽, 10 октября 2025']],
    ['500 руб кутузов', []],
    ['лесная 4 15 1234,56', ['1 234,56 ₽, 12 ноября 2025']],
    ['рябова 1234,56', ['1 234,56 ₽, 12 ноября 2025']],
    ['10.10.2025', []],
    ['лесная 4 15', []],
  ])('and payments by where they came from, who paid and whose flat it is: «%s»', async (typed, titles) => {
    const page = await find(operator, typed);
    const rows = page.html.querySelectorAll('[aria-label="Платежи"] .what');
    expect(rows.map((row) => plain(row.text))).toEqual(titles);
  });

  it('and payments and documents by a sum of whole roubles, beside the accounts that end so', async () => {
    // people say the roubles of «2 483,56», and not its kopecks
    await world.database.query('UPDATE payment_documents SET closing_kopecks = 248356');
    const titles = async (typed: string, kind: string) =>
      (await find(operator, typed)).html
        .querySelectorAll(`[aria-label="${kind}"] .what`)
        .map((row) => plain(row.text));
    for (const typed of ['500', 'платёж 500', 'оплата 500 руб']) {
      expect([typed, await titles(typed, 'Платежи')]).toEqual([typed, ['500,00 ₽, 10 октября 2025']]);
    }
    expect(await titles('1234', 'Платежи')).toEqual([
      '1 234,56 ₽, 12 ноября 2025',
      '1 234,56 ₽, 11 ноября 2025',
    ]);
    expect(await titles('1235', 'Платежи')).toEqual([]);
    for (const typed of ['2483', '2 483', 'квитанция 2483']) {
      expect([typed, await titles(typed, 'Квитанции')]).toEqual([typed, ['Квитанция за октябрь 2025']]);
    }
    expect((await offered('2483')).flats).toEqual([RYABOVA]);
    expect(await titles('2484', 'Квитанции')).toEqual([]);
  });

  it('and a payment document by any sum that stands on it, with its receipt', async () => {
    const [sums] = await world.database.query<{ charged: string; closing: string; id: string }>(
      'SELECT id, charged_kopecks AS charged, closing_kopecks AS closing FROM payment_documents',
    );
    for (const kopecks of [sums!.charged, sums!.closing]) {
      const page = await find(operator, (Number(kopecks) / 100).toFixed(2).replace('.', ','));
      const [row] = page.html.querySelectorAll('[aria-label="Квитанции"] a');
      expect(row!.getAttribute('href')).toBe(`/admin/resources/documents/records/${sums!.id}/show`);
      expect(plain(row!.text)).toContain('Квитанция за октябрь 2025 Лесная, 4, кв. 15, счет 0100002483');
      expect(row!.getAttribute('data-receipt')).toMatch(/\/receipts\/2025-10$/);
      const other = await find(dispatcher, (Number(kopecks) / 100).toFixed(2));
      expect(other.html.querySelector('[aria-label="Квитанции"]')).toBeNull();
    }
  });

  it.each([
    ...[
      'рябова 1234',
      'рябова 1 234',
      '1234 рябова',
      '1 234 рябова',
      'рябова т ф 1234',
      'платёж рябова 1234',
    ],
    ...['рябова 1234 12 ноября 2025', 'рябова 1 234 12.11.2025', 'рябова 1234,56', 'лесная 4 15 1234'],
  ])('and a payment by whose flat it is and its roubles, in any order: «%s»', async (typed) => {
    const page = await find(operator, typed);
    const rows = page.html.querySelectorAll('[aria-label="Платежи"] .what').map(({ text }) => plain(text));
    expect(rows).toEqual(['1 234,56 ₽, 12 ноября 2025']);
    expect(page.html.querySelector('.guess')).toBeNull();
  });

  it.each([
    ['суворов 500', '500,00 ₽, 10 октября 2025'],
    ['касса 500', '500,00 ₽, 10 октября 2025'],
    ['500 касса', '500,00 ₽, 10 октября 2025'],
    ['рябова 1235', undefined],
    ['рябова 500', undefined],
  ])('and a payment by who paid or where and its roubles: «%s»', async (typed, title) => {
    const page = await find(operator, typed);
    const rows = page.html.querySelectorAll('[aria-label="Платежи"] .what').map(({ text }) => plain(text));
    expect(rows).toEqual(title === undefined ? [] : [title]);
  });

  it('and a payment beside a surname with a letter wrong, and says so', async () => {
    for (const typed of ['рябава 1234', 'рябава 1234,56']) {
      const page = await find(operator, typed);
      const row = page.html.querySelector('[aria-label="Платежи"] .what');
      expect([typed, plain(row?.text)]).toEqual([typed, '1 234,56 ₽, 12 ноября 2025']);
      expect(plain(page.html.querySelector('.guess')?.text)).toContain('Показали «рябова');
    }
  });

  it.each([
    ...['2718', '2 718', '2718,00', '2718,00 27.11.2025', '27.11.2025 2718', '2718 руб 27 ноября 2025'],
    ...[
      'копытина',
      'Копытина Л П',
      'копытина лп',
      'лариса копытина',
      'копытина 27.11.2025',
      'платёж копытина',
    ],
    ...['копытина 2718', '2 718 копытина', 'копытина 2718 27 ноября 2025', 'копытина ноябрь 2025'],
    ...['0100077001', 'ПП-558801', '№ ПП-558801'],
  ])('and a payment that waits in «Разнести», by «%s», for whoever assigns it', async (typed) => {
    const page = await find(accountant, typed);
    const [row, ...others] = page.html.querySelectorAll('[aria-label="Ждут разноски"] a');
    expect(others).toHaveLength(0);
    expect(plain(row?.querySelector('.what')?.text)).toBe('2 718,00 ₽, 27 ноября 2025');
    expect(plain(row!.text)).toContain('КОПЫТИНА ЛАРИСА ПЕТРОВНА');
    const waiting = await accountant.get(row!.getAttribute('href')!);
    expect(plain(waiting.html.querySelector('title')?.text)).toContain('Платёж 27 ноября 2025, 2 718,00 ₽');
    expect((await find(operator, typed)).html.querySelector('[aria-label="Ждут разноски"]')).toBeNull();
  });

  it('and a payment that waits by words of its purpose, and none that has been decided', async () => {
    const waiting = async (typed: string) =>
      (await find(accountant, typed)).html
        .querySelectorAll('[aria-label="Ждут разноски"] .what')
        .map(({ text }) => plain(text));
    for (const typed of ['шубина', 'лесная 4 5', 'шубина 900', '900,50']) {
      expect([typed, await waiting(typed)]).toEqual([typed, ['900,50 ₽, 20 ноября 2025']]);
    }
    for (const typed of ['20.11.2025', '900,51', 'копытина 900', 'копытина 28.11.2025', '12', '%']) {
      expect([typed, await waiting(typed)]).toEqual([typed, []]);
    }
    await world.database.query('UPDATE unknown_rows SET resolved_at = now() WHERE amount_kopecks = 90050');
    expect(await waiting('шубина')).toEqual([]);
  });

  it.each([
    'кожимякина',
    'кожемяина',
    'кожемякинаа',
    'кожемяикна',
    'кожимякина лариса',
    'Кожемекина Л. П.',
    'rj;bvzrbyf',
  ])('and a resident who has linked nothing with a letter wrong, «%s», and says so', async (typed) => {
    await giveUnlinked();
    const page = await find(operator, typed);
    const row = page.html.querySelector('[aria-label="Жители"] .what');
    expect(plain(row?.text)).toBe('Кожемякина Лариса Петровна');
    expect(plain(page.html.querySelector('.guess')?.text)).toMatch(
      /^Точно так не нашли. Показали «кожемякина/i,
    );
    const list = await operator.get(`/office/search?${new URLSearchParams({ q: typed }).toString()}`);
    expect(list.text).toContain('Кожемякина Лариса Петровна');
  });

  it.each([
    ...[
      '8 902 777 12 34',
      '8(902)7771234',
      '+7-902-777-12-34',
      '9027771234',
      '777-12-34',
      'тел 8-902-777-12-34',
    ],
    ...['larisa.k', 'larisa.k@mail', 'LARISA.K@MAIL.EXAMPLE', 'почта: larisa.k@mail.example', 'дфкшыфюл'],
    ...['кожемякина л', 'кожемякина лп', 'л п кожемякина', 'житель Кожемякина', 'Лариса Петровна Кожемякина'],
  ])('and a resident who has linked nothing by «%s»', async (typed) => {
    await giveUnlinked();
    const rows = (await find(operator, typed)).html.querySelectorAll('[aria-label="Жители"] .what');
    expect(rows.map(({ text }) => plain(text))).toEqual(['Кожемякина Лариса Петровна']);
  });

  it('and a payment by a day without its year beside a name', async () => {
    const today = new Date();
    const [day, month] = [today.getDate(), today.getMonth() + 1].map((one) => String(one).padStart(2, '0'));
    await world.database.query(
      `UPDATE payments SET paid_on = ($1 || '-' || $2 || '-' || $3)::date WHERE source = 'Касса'`,
      [today.getFullYear(), month, day],
    );
    try {
      const page = await find(operator, `суворов ${day}.${month}`);
      expect(page.html.querySelectorAll('[aria-label="Платежи"] .what')).toHaveLength(1);
    } finally {
      await world.database.query("UPDATE payments SET paid_on = '2025-10-10' WHERE source = 'Касса'");
    }
  });

  it('to all who look for it at the moment when it is new', async () => {
    for (let round = 0; round < 5; round += 1) {
      await world.database.query(
        `INSERT INTO accounts (unit_id, number, owner_name) SELECT unit_id, '09900000' || $1, 'Ёжиков Пал Палыч'
         FROM accounts WHERE number = '0100003002'`,
        [10 + round],
      );
      const looks = Array.from({ length: 6 }, () => offered(`09900000${10 + round}`));
      for (const { flats } of await Promise.all(looks)) expect(flats).toEqual(['Байкальская, 17/2, кв. 8']);
    }
  });

  it('as soon as something has changed', async () => {
    const changed = "UPDATE accounts SET owner_name = 'Новосёлова Яна Игоревна' WHERE number = '0100003002'";
    await world.database.query(changed);
    expect((await offered('новоселова яна')).flats).toEqual(['Байкальская, 17/2, кв. 8']);
    await world.database.query("UPDATE users SET phone = '+79140000001' WHERE login = 'vera.p@mail.example'");
    expect((await offered('89140000001')).flats).toEqual([RYABOVA]);
    expect((await offered('4811')).flats).toEqual([]);
    await world.database.query('UPDATE account_links SET ended_at = now(), ended_by = $1', ['staff']);
    expect((await offered('орехова')).flats).toEqual([]);
    await world.database.query("UPDATE meters SET removed_on = '2026-11-01'");
    expect((await offered('204030')).flats).toEqual([]);
    await world.database.query(
      "UPDATE houses SET address = 'г. Иркутск, ул. Новая Лесная, д. 4' WHERE address = 'г. Иркутск, ул. Лесная, д. 4'",
    );
    expect((await offered('новая лесная 4 15')).flats).toEqual(['Новая Лесная, 4, кв. 15']);
  });
});

describe('A dispatcher', () => {
  it('finds a flat, and goes on to a new request with it chosen, without a word about money', async () => {
    const page = await find(dispatcher, 'байкальская 17 48');
    const flat = page.html.querySelector('[aria-label="Квартиры"] a')!;
    expect(plain(flat.querySelector('.what')!.text)).toBe(BAIKAL);
    expect(page.text).not.toMatch(/₽|долг/);
    const form = await dispatcher.get(flat.getAttribute('href')!);
    expect(plain(form.text)).toContain(BAIKAL);
    expect(form.html.querySelector('[name=account]')!.getAttribute('value')).toMatch(/^[\da-f-]{36}$/);
    const house = (await find(dispatcher, 'байкальская 17')).html.querySelector('[aria-label="Дома"] a')!;
    const ofHouse = await dispatcher.get(house.getAttribute('href')!);
    expect(ofHouse.html.querySelector('[name=house]')!.getAttribute('value')).toMatch(/^[\da-f-]{36}$/);
    const { flats, guess } = await offered(',fqrfkmcrfz 17 48', dispatcher);
    expect([flats[0], guess]).toEqual([BAIKAL, expect.stringContaining('английская раскладка')]);
  });

  it('is told what is not for the role, as a moderator is, where nothing is found', async () => {
    const search = async (who: Client, q: string) =>
      (await who.get(`/office/search?${new URLSearchParams({ q }).toString()}`)).text;
    expect(await search(dispatcher, '3 940,79')).toContain(
      'Вашей роли здесь не видны: страницы жителей, платежи',
    );
    const irma = await hire(world, 'irma2', 'moderator', 'Ирма Ким');
    expect(await search(irma, 'байкальская 17 48')).toContain('Вашей роли здесь не видны: квартиры и дома');
    expect(await search(operator, 'никакая 999')).not.toContain('Вашей роли');
  });
});

describe('The one field', () => {
  it('offers a request by its number beside the flats, each to whoever may open it', async () => {
    const id = await giveRequest(world, {
      text: 'Капает кран',
      address: 'г. Иркутск, ул. Байкальская, д. 17, кв. 48',
    });
    const number = await numberOf(world, id);
    const moderator = await hire(world, 'irma', 'moderator', 'Ирма Ли');
    expect((await find(dispatcher, number)).text).toContain(number);
    expect((await find(moderator, number)).text).toContain(`Не нашли «${number}»`);
    const short = String(Number(number.split('-')[1]));
    for (const typed of [
      `заявка ${short}`,
      `Заявка №${short}`,
      `заявка ${number}`,
      `№ заявки ${short}`,
      `номер заявки ${short}`,
      `pfzdrf ${short}`,
      short,
    ]) {
      expect([typed, (await find(dispatcher, typed)).text]).toEqual([typed, expect.stringContaining(number)]);
    }
    for (const typed of ['заявка кран', 'заявки байкальская', 'заявка байкальская 17']) {
      expect([typed, (await find(dispatcher, typed)).text]).toEqual([typed, expect.stringContaining(number)]);
    }
    expect((await find(dispatcher, `жалоба ${short}`)).text).not.toContain(number);
    expect((await find(moderator, 'белова анна')).text).not.toContain('Байкальская');
    expect((await world.visitor().get('/office/find?q=1')).location).toMatch('/staff/login');
    expect((await operator.get('/office/find?q=1')).location).toBe('/office/search?q=1');
  });

  it('says in words what was tried and what one may type, where nothing was found', async () => {
    const told = async (who: Client, q: string) =>
      plain((await find(who, q)).html.querySelector('.none')?.text);
    expect(await told(operator, 'nfrjqytn 9')).toMatch(
      /^Не нашли «nfrjqytn 9» ни так, как набрано, ни с другой буквой в слове, ни в другой раскладке \(«такойнет 9»\)\. Можно набрать: адрес \(«лесная 4 5»\), имя, .+; сумму платежа .+; номер заявки или обращения .+\.$/,
    );
    expect(await told(operator, '999999')).toMatch(/^Не нашли «999999»\. Можно набрать: /);
    expect(await told(dispatcher, 'несуществующая 9')).not.toMatch(/сумму|E-mail/);
    const page = await operator.get(
      `/office/search?${new URLSearchParams({ q: 'несуществующая 9' }).toString()}`,
    );
    expect(page.text).toContain('ни с другой буквой в слове. Можно набрать: адрес («лесная 4 5»)');
  });

  it('leads without a script to a page with the same', async () => {
    const page = await operator.get(`/office/search?${new URLSearchParams({ q: 'ktcyfz 15' }).toString()}`);
    expect(page.text).toContain('Показали «лесная 15»');
    const [house, flat] = page.html.querySelectorAll('.found a').map(({ text }) => plain(text));
    expect([house, flat]).toEqual([
      expect.stringContaining('Лесная, 15 2 счета'),
      expect.stringContaining('Лесная, 15, кв. 4'),
    ]);
  });
});
