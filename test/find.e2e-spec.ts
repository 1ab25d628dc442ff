import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { givePayment } from './support/billing.js';
import type { Client } from './support/client.js';
import { giveRequest, numberOf } from './support/desk.js';
import { hire } from './support/office.js';
import { giveResident } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let operator: Client;
let dispatcher: Client;

/** Flats with their owners: house, flat, number of the account, owner. */
const FLATS: readonly (readonly [string, string, string, string])[] = [
  ['г. Иркутск, ул. Лесная, д. 4', '5', '0100002305', 'Гусев Пётр Ильич'],
  ['г. Иркутск, ул. Лесная, д. 4', '15', '0100002483', 'Рябова Тамара Фёдоровна'],
  ['г. Иркутск, ул. Лесная, д. 4', '150', '0100002618', 'Ким Аркадий Глебович'],
  ['г. Иркутск, ул. Лесная, д. 4', '40', '0100002640', 'Белова Анна Павловна'],
  ['г. Иркутск, ул. Лесная, д. 4А', '15', '0100002701', 'Зотов Семён Игоревич'],
  ['г. Иркутск, ул. Лесная, д. 15', '4', '0100002702', 'Жуков Лев Маркович'],
  ['г. Иркутск, ул. Байкальская, д. 17', '48', '0100003001', 'Белова Анна Юрьевна'],
  ['г. Иркутск, ул. Байкальская, д. 17/2', '8', '0100003002', 'Ли Вадим'],
  ['г. Иркутск, пер. Тихий, д. 2', '9', '0100003101', 'Павлова Вера Сергеевна'],
  ['г. Иркутск, ул. Тихая, д. 2', '9', '0100003102', 'Павлов Денис Олегович'],
  ['г. Иркутск, ул. 3-я Железнодорожная, д. 5', '12', '0100003201', 'ООО «Ромашка»'],
  ['г. Иркутск, мкр. Университетский, д. 40, корп. 2', '1', '0100003301', 'Ёлкин Юрий Юрьевич'],
  ['г. Шелехов, ул. Лесная, д. 4', '5', '0200000001', 'Чужой Антон Ильич'],
];

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  operator = await hire(world, 'olga', 'operator', 'Ольга Тарасова');
  dispatcher = await hire(world, 'marina', 'dispatcher', 'Марина Седова');
  await world.database.query(
    `WITH given AS (SELECT * FROM json_to_recordset($1) AS g (house text, flat text, number text, owner text)),
       made AS (INSERT INTO houses (address) SELECT DISTINCT house FROM given RETURNING id, address),
       units AS (INSERT INTO units (house_id, number) SELECT m.id, g.flat FROM given g JOIN made m ON m.address = g.house
         RETURNING id, house_id, number)
     INSERT INTO accounts (number, unit_id, owner_name, els)
     SELECT g.number, u.id, g.owner, CASE g.number WHEN '0100002483' THEN '38АС000123' ELSE '' END
     FROM given g JOIN made m ON m.address = g.house JOIN units u ON u.house_id = m.id AND u.number = g.flat`,
    [JSON.stringify(FLATS.map(([house, flat, number, owner]) => ({ house, flat, number, owner })))],
  );
  await giveResident(world, 'vera.p@mail.example');
  await world.database.query(
    `WITH changed AS (
       UPDATE users SET last_name = 'Орехова', first_name = 'Нина', middle_name = 'Львовна', phone = '+79025554811'
       WHERE login = 'vera.p@mail.example' RETURNING id)
     INSERT INTO account_links (user_id, account_id)
     SELECT changed.id, a.id FROM changed, accounts a WHERE a.number = '0100002483'`,
  );
  await world.database.query(
    `WITH meter AS (INSERT INTO meters (resource, number, tariffs, capacity, decimals, initial_values)
       VALUES ('cold_water', '18-204030', 1, 5, 3, '{0}') RETURNING id)
     INSERT INTO meter_accounts (meter_id, account_id) SELECT meter.id, a.id FROM meter, accounts a WHERE a.number = '0100002483'`,
  );
  const idOf = async (number: string): Promise<string> =>
    (await world.database.query<{ id: string }>('SELECT id FROM accounts WHERE number = $1', [number]))[0]!
      .id;
  await givePayment(world, await idOf('0100002483'), '2025-11-12', 123_456);
  await givePayment(world, await idOf('0100002305'), '2025-11-11', 123_456);
  await world.database.query("UPDATE payments SET external_id = 'UIP-77/1' WHERE paid_on = '2025-11-12'");
});
afterAll(() => world?.stop());

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
const QUIET = 'пер. Тихий, 2, кв. 9';
const BELOVA = 'Лесная, 4, кв. 40';
const BAIKAL = 'Байкальская, 17, кв. 48';

describe('The one field finds a flat', () => {
  it.each([
    ['лесная 4 5', GUSEV],
    ['Лесная 4-5', GUSEV],
    ['лесная д.4 кв.5', GUSEV],
    ['Лесная, 4, кв. 5', GUSEV],
    ['ул. Лесная, дом 4, квартира 5', GUSEV],
    ['ЛЕСНАЯ 4/5', GUSEV],
    ['кв 5 лесная 4', GUSEV],
    ['5 кв. дом 4 лесная', GUSEV],
    ['4 5 лесная', GUSEV],
    ['лесн 4 5', GUSEV],
    ['лес 4 15', RYABOVA],
    ['лесная кв 15 4', RYABOVA],
    ['лесная 4 150', 'Лесная, 4, кв. 150'],
    ['лесная 4а 15', 'Лесная, 4А, кв. 15'],
    ['лесная 4 а кв 15', 'Лесная, 4А, кв. 15'],
    ['лесная 15 4', 'Лесная, 15, кв. 4'],
    ['шелехов лесная 4 5', 'г. Шелехов, Лесная, 4, кв. 5'],
    ['байкальская 17 48', BAIKAL],
    ['байк 17 кв 48', BAIKAL],
    ['48 байкальская 17', BAIKAL],
    ['байкальская 17/2 8', 'Байкальская, 17/2, кв. 8'],
    ['байкальская 17 дробь 2 кв 8', 'Байкальская, 17/2, кв. 8'],
    ['пер тихий 2', QUIET],
    ['тихий переулок 2 9', QUIET],
    ['тихая 2 9', 'Тихая, 2, кв. 9'],
    ['3 железнодорожная 5 12', '3-я Железнодорожная, 5, кв. 12'],
    ['3-я железнодорожная, 5, кв. 12', '3-я Железнодорожная, 5, кв. 12'],
    ['университетский 40 к 2 кв 1', 'мкр. Университетский, 40, корп. 2, кв. 1'],
    ['универ 40 2 1', 'мкр. Университетский, 40, корп. 2, кв. 1'],
  ])('by the address «%s»', async (typed, flat) => {
    expect((await offered(typed)).flats[0]).toBe(flat);
  });

  it.each([
    ['Павлова В С', QUIET],
    ['в с павлова', QUIET],
    ['Павлова В. С.', QUIET],
    ['павлова вера', QUIET],
    ['Вера Сергеевна Павлова', QUIET],
    ['павлов д о', 'Тихая, 2, кв. 9'],
    ['белова анна лесная', BELOVA],
    ['лесная белова', BELOVA],
    ['белова байкальская 17', BAIKAL],
    ['анна юрьевна белова', BAIKAL],
    ['белова а ю', BAIKAL],
    ['рябова', RYABOVA],
    ['Рябова Тамара Федоровна', RYABOVA],
    ['орехова', RYABOVA],
    ['орехова нина лесная 4', RYABOVA],
    ['елкин', 'мкр. Университетский, 40, корп. 2, кв. 1'],
    ['ромашка', '3-я Железнодорожная, 5, кв. 12'],
    ['ли вадим', 'Байкальская, 17/2, кв. 8'],
  ])('by the name «%s»', async (typed, flat) => {
    expect((await offered(typed)).flats[0]).toBe(flat);
  });

  it.each([
    ['0100002483', 'the account'],
    ['100002483', 'the account without its zero'],
    ['2483', 'how the account ends'],
    ['№ 0100002483', 'the account with its sign'],
    ['л/с 0100002483', 'the account with a word'],
    ['лицевой счет 0100002483', 'the account with words'],
    ['38АС000123', 'the single account'],
    ['38ac000123', 'the single account in Latin letters'],
    ['+7 902 555-48-11', 'the telephone'],
    ['8 (902) 555-48-11', 'the telephone from 8'],
    ['9025554811', 'the telephone without 8'],
    ['555-48-11', 'how the telephone ends'],
    ['4811', 'its last digits'],
    ['vera.p@mail.example', 'the e-mail'],
    ['VERA.P@MAIL', 'how the e-mail begins'],
    ['18-204030', 'the meter'],
    ['204030', 'how the meter ends'],
    ['рябова 0100002483', 'a name with the account'],
    ['орехова 4811', 'a name with the end of the telephone'],
  ])('by «%s», %s', async (typed) => {
    expect((await offered(typed)).flats[0]).toBe(RYABOVA);
  });

  it.each([
    ['лисная 4 5', GUSEV, 'лесная 4 5'],
    ['леснаяя 4 5', GUSEV, 'лесная 4 5'],
    ['лсеная 4 5', GUSEV, 'лесная 4 5'],
    ['лесной 4 5', GUSEV, 'лесная 4 5'],
    ['байкалская 17 48', BAIKAL, 'байкальская 17 48'],
    ['павлва вера', QUIET, 'павлова вера'],
    ['рябава', RYABOVA, 'рябова'],
    ['железнадорожная 5 12', '3-я Железнодорожная, 5, кв. 12', 'железнодорожная 5 12'],
  ])('with a letter wrong, «%s», and says so', async (typed, flat, meant) => {
    const { flats, guess } = await offered(typed);
    expect(flats[0]).toBe(flat);
    expect(guess).toBe(`Точно так не нашли. Показали «${meant}».`);
  });

  it.each([
    ['ktcyfz 4 5', GUSEV, 'лесная 4 5'],
    ['hz,jdf', RYABOVA, 'рябова'],
    ['gthtekjr nb[bq 2', QUIET, 'переулок тихий 2'],
    ['ktcyfz? 4? rd 5', GUSEV, 'лесная, 4, кв 5'],
  ])('with the other keyboard layout, «%s», and says so', async (typed, flat, meant) => {
    const { flats, guess } = await offered(typed);
    expect(flats[0]).toBe(flat);
    expect(guess).toBe(`Показали «${meant}»: похоже, включена английская раскладка.`);
  });

  it('in the order of the house where only a house is named, and offers the house', async () => {
    const { flats, houses } = await offered('лесная 4');
    expect(flats.slice(0, 4)).toEqual([GUSEV, RYABOVA, BELOVA, 'Лесная, 4, кв. 150']);
    expect(houses[0]).toBe('Лесная, 4');
    expect((await offered('байкальская 17')).flats[0]).toBe(BAIKAL);
  });

  it('before a flat that only holds its digits, and never one of another house', async () => {
    expect((await offered('лесная 4 15')).flats).toEqual([RYABOVA]);
  });

  it.each(['лесная 4 77', 'несуществующая 1', 'иванов иван иванович', '%', "'", '\\', '& | !', '12', 'я'])(
    'and nothing by «%s», without a fault',
    async (typed) => {
      expect((await offered(typed)).flats).toEqual([]);
    },
  );

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
    expect((await find(moderator, 'белова анна')).text).not.toContain('Байкальская');
    expect((await world.visitor().get('/office/find?q=1')).location).toMatch('/staff/login');
    expect((await operator.get('/office/find?q=1')).location).toBe('/office/search?q=1');
  });

  it('leads without a script to a page with the same', async () => {
    const page = await operator.get(`/office/search?${new URLSearchParams({ q: 'ktcyfz 15' }).toString()}`);
    expect(page.text).toContain('Показали «лесная 15»');
    expect(plain(page.html.querySelector('.found a')?.text)).toContain('Лесная, 15, кв. 4');
  });
});
