import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { announce } from './support/announcements.js';
import type { Client } from './support/client.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident } from './support/resident.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

const NEW = '/office/requests/new';

/** A place as the script of the form gets it. */
interface Place {
  account?: string;
  house?: string;
  within?: string;
  title: string;
  note: string;
  sure?: 'only' | 'exact';
}

let world: World;
let dispatcher: Client;
let artyom: string;
let pavlova: string;
let several: string;

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  dispatcher = await hire(world, 'sedova', 'dispatcher', 'Марина Седова');
  const baikal = 'г. Иркутск, ул. Байкальская, д. 17';
  const lesnaya = 'г. Иркутск, ул. Лесная, д. 4';
  artyom = await flat(baikal, '48', '0100000048', 'Громов Артём Ильич');
  await flat(baikal, '148', '0100000148', 'Юдина Нина Павловна');
  pavlova = await flat(lesnaya, '15', '0200004815', 'Павлова Вера Сергеевна');
  several = await flat(lesnaya, '16', '0200004816', 'Павлов Сергей Петрович');
  await flat('г. Иркутск, пер. Тихий, д. 2', '1', '0300000001', 'Белова Анна Олеговна');
  await flat('г. Ангарск, ул. Лесная, д. 4', '15', '0400000015', 'Зайцев Пётр Львович');
  await link('artyom', artyom, 'Громов', 'Артём', 'Ильич', '+79145550218');
  await link('vera', several, 'Павлова', 'Вера', 'Сергеевна', '+79025550001');
  await link('sergey', several, 'Павлов', 'Сергей', 'Петрович', '+79025550002');
});
afterAll(() => world?.stop());

async function flat(house: string, unit: string, number: string, owner: string): Promise<string> {
  const [row] = await world.database.query<{ id: string }>(
    `WITH house AS (INSERT INTO houses (address) VALUES ($1) ON CONFLICT (address) DO UPDATE SET address = $1 RETURNING id),
          unit AS (INSERT INTO units (house_id, number) SELECT id, $2 FROM house RETURNING id)
     INSERT INTO accounts (number, unit_id, owner_name) SELECT $3, id, $4 FROM unit RETURNING id`,
    [house, unit, number, owner],
  );
  return row!.id;
}

async function link(
  login: string,
  account: string,
  ...[last, first, middle, phone]: string[]
): Promise<void> {
  await giveResident(world, login);
  await world.database.query(
    `WITH named AS (UPDATE users SET last_name = $3, first_name = $4, middle_name = $5, phone = $6 WHERE login = $1 RETURNING id)
     INSERT INTO account_links (user_id, account_id) SELECT id, $2 FROM named`,
    [login, account, last, first, middle, phone],
  );
}

async function find(q: string, who = dispatcher): Promise<{ places: Place[]; tried?: string }> {
  const answer = await who.get(`/office/requests/places?q=${encodeURIComponent(q)}`);
  expect(answer.status).toBe(200);
  return JSON.parse(answer.body) as { places: Place[]; tried?: string };
}

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');

const titles = async (q: string): Promise<string[]> =>
  (await find(q)).places.map(({ title }) => title.replaceAll('\u00a0', ' '));

/** The form that registers; the other one of the page only looks for the place. */
const formOf = (page: Page) =>
  page.forms().find(({ method, action }) => method === 'POST' && action === NEW)!;

/** The same as its fields stand. */
const valuesOf = (page: Page): Record<string, string> =>
  Object.fromEntries(Object.entries(formOf(page).values()).map(([name, [value]]) => [name, value ?? '']));

/** Opens the form at a place and sends it; the rest is ordinary. */
async function send(query: string, fields: Record<string, string> = {}, who = dispatcher) {
  const form = formOf(await who.get(`${NEW}?${query}`));
  return form.submit({
    category: 'sewage',
    emergency: 'no',
    text: 'Вода из унитаза пошла на пол',
    ...fields,
  });
}

async function row(location: string | undefined): Promise<Record<string, unknown>> {
  const [, id] = /requests\/(?:new\/)?([0-9a-f-]{36})/.exec(location ?? '') ?? [];
  const [found] = await world.database.query('SELECT * FROM service_requests WHERE id = $1', [id]);
  return found!;
}

describe('The place of a caller', () => {
  it.each([
    ['лесная 4 15', 'Лесная, 4, кв. 15'],
    ['Лесная 4-15', 'Лесная, 4, кв. 15'],
    ['лесная д.4 кв.15', 'Лесная, 4, кв. 15'],
    ['Лесная, 4, кв. 15', 'Лесная, 4, кв. 15'],
    ['кв 15 лесная 4', 'Лесная, 4, кв. 15'],
    ['4 15 ЛЕСНАЯ', 'Лесная, 4, кв. 15'],
    ['байк 17 48', 'Байкальская, 17, кв. 48'],
    ['байкальская 17', 'Байкальская, 17, весь дом или подъезд'],
    ['байкальская 17 подъезд 2', 'Байкальская, 17, подъезд 2'],
    ['пер тихий 2', 'пер. Тихий, 2, весь дом или подъезд'],
    ['ангарск лесная 4 15', 'г. Ангарск, Лесная, 4, кв. 15'],
    ['0100000048', 'Байкальская, 17, кв. 48'],
    ['100000048', 'Байкальская, 17, кв. 48'],
    ['4815', 'Лесная, 4, кв. 15'],
    ['Громов', 'Байкальская, 17, кв. 48'],
    ['громов артем', 'Байкальская, 17, кв. 48'],
    ['ГРОМОВ АРТЁМ ИЛЬИЧ', 'Байкальская, 17, кв. 48'],
    ['Павлова В С', 'Лесная, 4, кв. 15'],
    ['В.С. Павлова', 'Лесная, 4, кв. 15'],
    ['юдин', 'Байкальская, 17, кв. 148'],
    ['8 914 555-02-18', 'Байкальская, 17, кв. 48'],
    ['+7 (914) 555 02 18', 'Байкальская, 17, кв. 48'],
    ['9145550218', 'Байкальская, 17, кв. 48'],
    ['555-02-18', 'Байкальская, 17, кв. 48'],
    ['0218', 'Байкальская, 17, кв. 48'],
  ])('«%s» is %s', async (said, title) => {
    expect((await titles(said))[0]).toBe(title);
  });

  it('shows the flat alone and the house, with whom it is about', async () => {
    const { places } = await find('байк 17 48');
    expect(places.map(({ title, note }) => `${title}: ${note}`.replaceAll('\u00a0', ' '))).toEqual([
      'Байкальская, 17, кв. 48: Громов Артём Ильич, +7 914 555-02-18',
      'Байкальская, 17, весь дом или подъезд: 2 счета',
    ]);
    expect(places[0]).toMatchObject({ account: artyom });
    expect(places[1]?.account).toBeUndefined();
  });

  it('shows flats that hold the digits where there is no such flat', async () => {
    expect(await titles('байк 17 8')).toEqual([
      'Байкальская, 17, кв. 48',
      'Байкальская, 17, кв. 148',
      'Байкальская, 17, кв. 8',
    ]);
  });

  it('shows no closed account beside the open one of the flat, and one alone at last, as closed', async () => {
    const house = 'г. Иркутск, ул. Закрытая, д. 3';
    const former = await flat(house, '2', '0700000001', 'Прежняя Анна Львовна');
    await world.database.query('UPDATE accounts SET closed = true WHERE id = $1', [former]);
    const [alone, wholeHouse] = ['Закрытая, 3, кв. 2', 'Закрытая, 3, весь дом или подъезд'];
    expect(await titles('закрытая 3 2')).toEqual([wholeHouse, alone]);
    expect((await find('закрытая 3 2')).places[1]!.note).toBe('Прежняя Анна Львовна, счет закрыт');
    await world.database.query(
      `INSERT INTO accounts (number, unit_id, owner_name)
       SELECT '0700000002', unit_id, 'Новая Вера Ильинична' FROM accounts WHERE id = $1`,
      [former],
    );
    await flat(house, '12', '0700000003', 'Прежняя Яна Олеговна');
    const { places } = await find('закрытая 3 2');
    expect(places.map(({ title, note }) => `${title}: ${note}`.replaceAll('\u00a0', ' '))).toEqual([
      'Закрытая, 3, кв. 2: Новая Вера Ильинична',
      'Закрытая, 3, весь дом или подъезд: 2 счета',
    ]);
    expect(await titles('прежняя')).toEqual(['Закрытая, 3, кв. 12', alone]);
  });

  it('is found by a resident who is not the owner, once for each flat', async () => {
    expect(await titles('павлова вера')).toEqual(['Лесная, 4, кв. 15', 'Лесная, 4, кв. 16']);
    expect(await titles('сергей павлов')).toEqual(['Лесная, 4, кв. 16']);
  });

  it('is found in the other keyboard layout, which is said', async () => {
    const { places, tried } = await find('ktcyfz 4 15');
    expect(tried).toBe('лесная 4 15');
    expect(places[0]?.account).toBe(pavlova);
    const page = await dispatcher.get(`${NEW}?q=ktcyfz+4+15`);
    expect(page.text).toContain('Похоже на другую раскладку: искали «лесная 4 15».');
  });

  it('is taken by a quick Enter only where it was named or nothing else was found, and never by a guess', async () => {
    await flat('г. Иркутск, ул. Гаражная, д. 4', 'м/м 112', '0800000112', 'Гаражин Олег Ильич');
    const sure = async (q: string) =>
      (await find(q)).places.map(({ title, sure: why }) => [plain(title), why]);
    expect((await sure('гаражная 4 кв 12'))[0]).toEqual(['Гаражная, 4, кв. м/м 112', undefined]);
    expect((await sure('лесная 4 16'))[0]).toEqual(['Лесная, 4, кв. 16', 'exact']);
    expect((await sure('ktcyfz 4 16'))[0]).toEqual(['Лесная, 4, кв. 16', 'exact']);
    expect((await sure('лиснбя 4 16')).filter(([, why]) => why)).toEqual([]);
    expect((await sure('лисная 4 16'))[0]).toEqual(['Лесная, 4, кв. 16', undefined]);
    expect((await sure('ип юдина'))[0]).toEqual(['Байкальская, 17, кв. 148', undefined]);
    expect((await sure('юдина'))[0]).toEqual(['Байкальская, 17, кв. 148', 'only']);
    expect((await sure('О100000148'))[0]).toEqual(['Байкальская, 17, кв. 148', 'exact']);
  });

  it('that is not there is told, with a way to write it down', async () => {
    expect(await titles('лесная 4 99')).toEqual(['Лесная, 4, кв. 99', 'г. Ангарск, Лесная, 4, кв. 99']);
    expect((await find('лесная 4 99')).places[0]?.note).toBe('такой квартиры в базе нет');
    const page = await dispatcher.get(`${NEW}?q=${encodeURIComponent('марсианская 1')}`);
    expect(page.text).toContain('Ничего не нашли');
    expect(formOf(await page.click('Записать адрес словами')).names()).toContain('words');
  });

  it.each([
    '',
    ' ',
    '%',
    '_',
    "'; DROP TABLE users; --",
    '\\',
    '٣٤',
    '漢字 4',
    '👍 4 15',
    'кв',
    'д',
    '(((',
    'а'.repeat(480),
  ])('«%s» is no harm', async (said) => {
    expect((await find(said)).places).toEqual([]);
    expect((await dispatcher.get(`${NEW}?q=${encodeURIComponent(said)}`)).status).toBe(200);
  });

  it('is never more than twelve', async () => {
    for (let unit = 1; unit <= 30; unit += 1) {
      await flat(
        'г. Иркутск, ул. Длинная, д. 1',
        `${unit}`,
        `05000000${String(unit).padStart(2, '0')}`,
        'Длинный Иван',
      );
    }
    expect(await titles('длинн')).toHaveLength(12);
    expect((await titles('длинная 1 3'))[0]).toBe('Длинная, 1, кв. 3');
    expect((await find('лесная 4 15 '.repeat(200))).places).toEqual([]);
  });

  it('is not lost among all houses of a town that is named with it', async () => {
    await world.database.query(
      `INSERT INTO houses (address) SELECT 'г. Усть-Илимск, ул. Прочая, д. ' || n FROM generate_series(1, 1500) n`,
    );
    await flat('г. Усть-Илимск, ул. Ель, д. 9', '1', '0600000001', 'Ёлкин Олег Ильич');
    expect((await titles('илимск ель'))[0]).toBe('г. Усть-Илимск, Ель, 9, весь дом или подъезд');
    expect(await titles('илимск')).toHaveLength(12);
  });

  it('is found by the telephone of whoever called before', async () => {
    const sent = await send(`account=${pavlova}`, { phone: '8 (3952) 77-88-99', applicant: 'Соседка' });
    expect(sent.status).toBe(303);
    const { places } = await find('77-88-99');
    expect(places[0]).toMatchObject({ account: pavlova, note: 'Соседка, +7 395 277-88-99' });
  });
});

describe('A call', () => {
  it('becomes a request with a number that is read aloud, and a letter to the only resident of the flat', async () => {
    const page = await dispatcher.get(`${NEW}?account=${artyom}`);
    expect(page.text).toContain('Байкальская, 17, кв. 48');
    expect(page.text).toContain('Громов Артём Ильич, владелец, в кабинете');
    expect(page.text).toContain('+7 914 555-02-18, письма получает');
    const form = formOf(page);
    expect([form.value('phone'), form.value('applicant')]).toEqual([
      '+7 914 555-02-18',
      'Громов Артём Ильич',
    ]);
    const answer = await form.submit({
      ...{ category: 'sewage', emergency: 'no', text: 'Вода из унитаза', access: 'весь день' },
    });
    const kept = await row(answer.location);
    expect(kept).toMatchObject({
      ...{ channel: 'phone', account_id: artyom, phone: '+79145550218', applicant: 'Громов Артём Ильич' },
      ...{ category: 'sewage', emergency: false, access: 'весь день', text: 'Вода из унитаза' },
    });
    const done = await answer.follow();
    expect(done.html.querySelector('.big-number')?.text.trim()).toBe(kept['number']);
    expect(done.text).toMatch(/Сроки по закону: устранить засор: до .*\d:\d\d, починить: до/);
    expect(done.text).toContain('Номер придёт и письмом».');
    expect(done.link('Открыть заявку')).toBe(`/office/requests/${String(kept['id'])}`);
    const letter = await world.mail.waitForLetter({
      to: 'artyom@example.test',
      subject: String(kept['number']),
    });
    expect(letter.text).toContain('Засор');
    expect(formOf(await done.click(/Ещё одна/)).value('text')).toBe('');
  });

  it('is nobody’s by guess where several live in the flat, and whose it is where somebody is picked', async () => {
    const page = await dispatcher.get(`${NEW}?account=${several}`);
    expect([formOf(page).value('phone'), formOf(page).value('applicant')]).toEqual(['', '']);
    expect(
      await row((await send(`account=${several}`, { phone: '8 902 555-00-01' })).location),
    ).toMatchObject({
      user_id: null,
    });
    const [{ id } = { id: '' }] = await world.database.query<{ id: string }>(
      `SELECT id FROM users WHERE login = 'vera'`,
    );
    const kept = await row((await send(`account=${several}`, { caller: id })).location);
    expect(kept).toMatchObject({ user_id: id, applicant: 'Павлова Вера Сергеевна', phone: '+79025550001' });
    await world.mail.waitForLetter({ to: 'vera@example.test', subject: String(kept['number']) });
    await lettersAreOut(world);
    expect(world.mail.letters.filter(({ to }) => String(to).includes('sergey'))).toEqual([]);
  });

  it('is not tied to a stranger whose id is sent, nor to the resident when another person calls', async () => {
    const [{ id } = { id: '' }] = await world.database.query<{ id: string }>(
      `SELECT id FROM users WHERE login = 'vera'`,
    );
    const values = valuesOf(await dispatcher.get(`${NEW}?account=${artyom}`));
    const forged = await dispatcher.post(NEW, { ...values, category: 'roof', text: 'Капает', caller: id });
    expect(forged.status).toBe(422);
    expect(forged.errorOf('caller')).toContain('больше не привязан');
    const kept = await row(
      (await send(`account=${artyom}`, { caller: 'nobody', applicant: 'Сосед' })).location,
    );
    expect(kept).toMatchObject({ user_id: null, applicant: 'Сосед' });
  });

  it('may be about a house, a part of it, or an address that nobody knows', async () => {
    const [house] = (await find('байкальская 17 подъезд 2')).places;
    const query = new URLSearchParams({ house: house!.house!, within: house!.within! }).toString();
    expect(await row((await send(query, { category: 'entrance' })).location)).toMatchObject({
      ...{
        account_id: null,
        house_id: house!.house,
        address: 'г. Иркутск, ул. Байкальская, д. 17, подъезд 2',
      },
    });
    const unknown = await send('by=words', { words: 'Марсианская, 1, кв. 5', phone: '8 902 555-11-22' });
    expect(await row(unknown.location)).toMatchObject({ house_id: null, address: 'Марсианская, 1, кв. 5' });
  });

  it('is told what is missing beside each field, and nothing typed is lost', async () => {
    const form = formOf(await dispatcher.get(`${NEW}?account=${artyom}`));
    const page = await form.submit({
      phone: '12',
      access: 'вечером',
      applicant: 'Громов',
      externalNumber: 'А-1',
    });
    expect(page.status).toBe(422);
    expect(page.errors).toEqual([
      expect.stringContaining('номер телефона'),
      'Выберите, что случилось',
      'Запишите в двух словах, что видно и где',
    ]);
    const again = formOf(page);
    expect(again.value('account')).toBe(artyom);
    expect([again.value('access'), again.value('applicant'), again.value('phone')]).toEqual([
      'вечером',
      'Громов',
      '12',
    ]);
    expect(again.value('externalNumber')).toBe('А-1');
    const nowhere = await send('', { text: 'Капает' });
    expect(nowhere.errorOf('q')).toBe('Найдите, где это, или запишите адрес словами');
    expect(formOf(nowhere).value('text')).toBe('Капает');
    expect((await send('by=words', { words: 'тут' })).errorOf('words')).toBe(
      'Запишите улицу, дом и квартиру',
    );
    const unasked = await send(`account=${artyom}`, { emergency: undefined as never });
    expect(unasked.errors).toEqual(['Спросите: вода поднимается на пол?']);
  });

  it('that is sent twice by a double Enter is one request', async () => {
    const form = formOf(await dispatcher.get(`${NEW}?account=${artyom}`));
    const fields = { category: 'lift', emergency: 'no', text: 'Стоит на третьем этаже' };
    const answers = await Promise.all([form.submit(fields), form.submit(fields)]);
    expect(new Set(answers.map(({ location }) => location)).size).toBe(1);
    expect((await form.submit(fields)).location).toBe(answers[0].location);
  });

  it('may have come another way, with its number there', async () => {
    const sent = await send(`account=${artyom}`, { channel: 'gis', externalNumber: '123-456' });
    expect(await row(sent.location)).toMatchObject({ channel: 'gis', external_number: '123-456' });
    expect((await send(`account=${artyom}`, { channel: 'phone' })).status).toBe(303);
    const values = valuesOf(await dispatcher.get(`${NEW}?account=${artyom}`));
    const forged = await dispatcher.post(NEW, {
      ...values,
      channel: 'cabinet',
      category: 'roof',
      text: 'Капает',
    });
    expect(forged.status).toBe(422);
  });

  it('joins the open request of the house in one press, and is not lost when that has been closed', async () => {
    const first = await row((await send(`account=${pavlova}`, { category: 'cold-water' })).location);
    const page = await dispatcher.get(`${NEW}?account=${several}`);
    expect(page.text).toContain('В доме сейчас');
    expect(page.text).toMatch(/Нет холодной воды, кв. 15 сегодня в .*, ждёт диспетчера/);
    const values = valuesOf(page);
    const joined = await dispatcher.post(NEW, {
      ...values,
      phone: '8 902 555-00-02',
      sameAs: String(first['id']),
    });
    expect(await row(joined.location)).toMatchObject({
      ...{
        parent_id: first['id'],
        category: 'cold-water',
        account_id: several,
        phone: '+79025550002',
        text: '',
      },
    });
    expect((await row(joined.location))['number']).not.toBe(first['number']);
    await world.database.query(
      `UPDATE service_requests SET state = 'completed', finished_at = now(), due_at = NULL, soon_at = NULL WHERE id = $1`,
      [first['id']],
    );
    const again = valuesOf(await dispatcher.get(`${NEW}?account=${several}`));
    const refused = await dispatcher.post(NEW, { ...again, text: 'Нет воды', sameAs: String(first['id']) });
    expect(refused.errors[0]).toContain('среди открытых уже нет');
    expect(formOf(refused).value('text')).toBe('Нет воды');
  });

  it('is told what is off in the house already', async () => {
    await announce(world, ['г. Иркутск, ул. Байкальская, д. 17']);
    const page = await dispatcher.get(`${NEW}?account=${artyom}`);
    expect(page.text).toMatch(/В доме сейчас В доме нет холодной воды Авария на вводе\. /);
  });

  it('shows what the flat has asked for within a year', async () => {
    const page = await dispatcher.get(`${NEW}?account=${pavlova}`);
    expect(page.text).toMatch(/За год \d+ заявки: нет холодной воды \d+ \p{L}+/u);
  });

  it('shows what is typed as it is typed', async () => {
    const text = '<script>alert(1)</script> «труба» & "кран"\nвторая';
    const page = await (await send(`account=${artyom}`, { text, applicant: '<b>Имя</b>' })).follow();
    expect(page.body).not.toContain('<script>alert');
    expect(page.text).toContain('<script>alert(1)</script> «труба» & "кран"');
  });
});

describe('Taking calls', () => {
  it('is for those who answer the telephone, on pages and for scripts', async () => {
    const { location } = await send(`account=${artyom}`);
    const paths = [NEW, '/office/requests/places?q=4815', location!];
    const who = {
      operator: await hire(world, 'oper', 'operator', 'Ольга Опер'),
      administrator: await hire(world, 'chief', 'administrator', 'Анна Главная'),
      accountant: await hire(world, 'money', 'accountant', 'Дарья Денежкина'),
    };
    for (const path of paths) {
      expect([path, (await who.operator.get(path)).status]).toEqual([path, 200]);
      expect([path, (await who.administrator.get(path)).status]).toEqual([path, 200]);
      expect([path, (await who.accountant.get(path)).status]).toEqual([path, 403]);
      expect([path, (await world.visitor().get(path)).status]).toEqual([path, 303]);
    }
    const script = { headers: { 'sec-fetch-dest': 'empty' } };
    expect((await world.visitor().get(paths[1]!, script)).status).toBe(401);
    const sent = await send(`account=${artyom}`, {}, who.operator);
    const done = await sent.follow();
    expect(done.text).not.toContain('Открыть заявку');
    expect((await dispatcher.get('/office/requests/places?q=4815')).headers['cache-control']).toBe(
      'no-store',
    );
  });

  it('works without JavaScript: find, choose, write, register', async () => {
    const list = await (
      await dispatcher.get(NEW)
    )
      .form(/new$/)
      .submit({ q: 'лес 4 15' }, { button: 'Найти' });
    const chosen = await list.click(/Лесная, 4, кв\..15 Павлова/);
    const answer = await formOf(chosen).submit({ category: 'roof', text: 'Капает с потолка' });
    expect(await row(answer.location)).toMatchObject({ account_id: pavlova, category: 'roof' });
  });

  it('opens the request for somebody to be sent at once', async () => {
    const form = formOf(await dispatcher.get(`${NEW}?account=${artyom}`));
    const answer = await form.submit(
      { category: 'roof', text: 'Капает' },
      { button: 'И сразу назначить Ctrl Enter' },
    );
    expect(answer.location).toMatch(/^\/office\/requests\/[0-9a-f-]{36}#assign-executor$/);
  });
});
