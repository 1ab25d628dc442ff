import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Client } from './support/client.js';
import { act, hire, list } from './support/office.js';
import { giveResident, signIn } from './support/resident.js';
import { storeAppeal } from './support/stored-appeals.js';
import { openWorkbook } from './support/workbook.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let chief: Client;
let moderator: Client;
const houses: string[] = [];

/** What clocks of Irkutsk show. */
const at = (local: string): Date => new Date(`2025-${local.replace(' ', 'T')}+08:00`);

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  chief = await hire(world, 'chief', 'administrator', 'Главная Анна');
  moderator = await hire(world, 'mod', 'moderator', 'Модератор Мария');
  for (const address of ['г. Иркутск, ул. Лесная, д. 4', 'г. Иркутск, ул. Мира, д. 12']) {
    const [row] = await world.database.query<{ id: string }>(
      'INSERT INTO houses (address) VALUES ($1) RETURNING id',
      [address],
    );
    houses.push(row!.id);
  }
  await march();
});
afterAll(() => world?.stop());

/** March 2025, counted by hand: seven entries, and one on either side of the month. */
async function march(): Promise<void> {
  const [lesnaya, mira] = houses;
  const store = (registered: string, fields: Record<string, unknown>) =>
    storeAppeal(world.database, { registered_at: at(registered), year: 2025, ...fields });
  await store('02-28 23:59:59.999', { house_id: lesnaya });
  await store('03-03 10:00', {
    ...{ kind: 'complaint', topic: 'works', house_id: lesnaya, channel: 'cabinet' },
    ...{ first_due_day: '2025-03-17', first_answered_at: at('03-05 12:00'), rating: 5 },
  });
  await store('03-03 11:00', {
    ...{ first_due_day: '2025-03-17', first_answered_at: at('03-17 23:59'), rating: 3 },
  });
  await store('03-10 12:00', {
    ...{ kind: 'complaint', topic: 'staff', house_id: mira, channel: 'email' },
    ...{ first_due_day: '2025-03-24', first_answered_at: at('03-25 00:00') },
  });
  // on paper, which came some days before; a question back has a term of its own
  await store('03-03 09:00', {
    ...{ channel: 'paper', received_day: '2025-02-27', first_due_day: '2025-03-13' },
    ...{ due_day: '2025-03-13', soon_day: '2025-03-07' },
  });
  await store('03-20 09:00', { kind: 'gratitude', state: 'dismissed', house_id: lesnaya });
  await store('03-31 23:59:59.999', { kind: 'suggestion' });
  await store('03-31 12:00', { first_due_day: '2099-01-12', due_day: '2099-01-12', soon_day: '2099-01-02' });
  await store('04-01 00:00', { house_id: lesnaya });
}

async function workbook(): Promise<Record<string, string>[]> {
  const answer = await moderator.get('/office/messages/report.xlsx?month=2025-03');
  expect(answer.status).toBe(200);
  const { rows } = await openWorkbook(Buffer.from(answer.bytes));
  const [head = [], ...lines] = rows;
  return lines.map((line) => Object.fromEntries(head.map((name, index) => [name, line[index] ?? ''])));
}

describe('The report of a month', () => {
  it('counts each entry once, by the clock of the company and by working days', async () => {
    const rows = await workbook();
    const line = (by: string, name: string) => {
      const row = rows.find(
        (one) => one['По чему'] === by && one['Название']!.replaceAll('\u00a0', ' ') === name,
      )!;
      return Object.values(row)
        .slice(2)
        .map((number) => (number === '' ? null : Number(number)));
    };
    // all | in time, later, wait in time, wait late, without an answer, term unknown | median, nine of ten | marks, mean
    expect(line('Всего', 'Всего')).toEqual([7, 2, 1, 1, 1, 1, 1, 10, 11, 0, 0, 1, 0, 1, 4]);
    expect(line('Вид', 'Жалоба')).toEqual([2, 1, 1, 0, 0, 0, 0, 2, 11, 0, 0, 0, 0, 1, 5]);
    expect(line('Тема', 'Работа сотрудников и подрядчиков')).toEqual([
      ...[1, 0, 1, 0, 0, 0, 0, 11, 11, 0, 0, 0, 0, 0, null],
    ]);
    expect(line('Дом', 'г. Иркутск, ул. Лесная, д. 4')).toEqual([
      ...[2, 1, 0, 0, 0, 1, 0, 2, 2, 0, 0, 0, 0, 1, 5],
    ]);
    expect(line('Как поступило', 'На бумаге')).toEqual([
      1,
      0,
      0,
      0,
      1,
      0,
      0,
      null,
      null,
      0,
      0,
      0,
      0,
      0,
      null,
    ]);
    expect(line('День', '3 марта 2025')[0]).toBe(3);
  });

  it('tells on its page the same as in the workbook, and what «в срок» means', async () => {
    const page = await moderator.get('/office/messages/report?month=2025-03');
    const text = page.text.replaceAll('\u00a0', ' ');
    expect(text).toContain('Отчёт по обращениям, март 2025');
    expect(text).toContain('Поступило 7');
    expect(text).toContain('Отвечено в срок 2');
    // the late ones, those in time and one without a term wait alike
    expect(text).toContain('Ждут ответа 3 из них срок прошёл: 1 из них без срока: 1');
    expect(text).toContain('10 рабочих дней половина ответов не дольше; 9 из 10 не дольше 11');
    expect(text).toContain('В срок — значит, первый ответ ушёл не позже последнего дня срока');
    expect(text).toContain('Дом не указан');
    expect((await moderator.get('/office/messages/report?month=2024-03')).text).toContain(
      'В этом месяце обращений не было',
    );
    expect((await moderator.get('/office/messages/report?month=2025-13')).status).toBe(200);
  });

  it('offers no months to come: neither by the arrow, nor by the field, nor by the address', async () => {
    const now = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Irkutsk' }).slice(0, 7);
    const next = `${Number(now.slice(0, 4)) + 1}-01`;
    for (const path of ['/office/messages/report', '/office/requests/report']) {
      for (const month of ['', now, next, '2099-12']) {
        const page = await chief.get(`${path}?month=${month}`);
        const field = page.html.querySelector('#month')!;
        expect([path, month, field.getAttribute('value'), field.getAttribute('max')]).toEqual([
          ...[path, month, now, now],
        ]);
        expect([path, month, page.text.includes('Позже →')]).toEqual([path, month, false]);
      }
      const page = await chief.get(`${path}?month=2025-03`);
      expect((await page.click('Позже →')).html.querySelector('#month')!.getAttribute('value')).toBe(
        '2025-04',
      );
    }
  });

  it('holds a house whose name would be a formula or break the file, letter by letter', async () => {
    const names = [
      '=HYPERLINK("http://evil.test";"дом")',
      '+1',
      '@SUM(1)',
      '</t></is></c>]]><!--',
      'дом \u0007\ufffe 7',
    ];
    const [before] = await world.database.query<{ address: string }>(
      'SELECT address FROM houses WHERE id = $1',
      [houses[0]],
    );
    for (const name of names) {
      await world.database.query('UPDATE houses SET address = $2 WHERE id = $1', [houses[0], name]);
      const found = (await workbook())
        .filter((row) => row['По чему'] === 'Дом')
        .map((row) => row['Название']);
      const shown = name
        .replace(/[\u0007\ufffe]/g, '')
        .replaceAll('<', '&lt;')
        .replaceAll('>', '&gt;');
      expect([
        name,
        found.some((one) => one!.replaceAll('\u00a0', ' ').replace(/[\ufffd]/g, '') === shown),
      ]).toEqual([name, true]);
      const { xml } = await openWorkbook(
        Buffer.from((await moderator.get('/office/messages/report.xlsx?month=2025-03')).bytes),
      );
      expect(xml).not.toMatch(/<f>|[\u0000-\u0008\ufffe]/);
    }
    await world.database.query('UPDATE houses SET address = $2 WHERE id = $1', [houses[0], before!.address]);
  });

  it('is for those who answer, and for nobody else', async () => {
    const operator = await hire(world, 'operator', 'operator', 'Пётр Клерков');
    const accountant = await hire(world, 'accountant', 'accountant', 'Зоя Счетова');
    const dispatcher = await hire(world, 'dispatcher', 'dispatcher', 'Марина Седова');
    for (const path of ['report', 'report.xlsx']) {
      const status = async (who: Client) => (await who.get(`/office/messages/${path}`)).status;
      expect(await Promise.all([operator, accountant, moderator, chief].map(status))).toEqual([
        200, 200, 200, 200,
      ]);
      expect(await Promise.all([dispatcher, world.visitor()].map(status))).toEqual([403, 303]);
    }
  });
});

describe('Topics of entries', () => {
  const TOPIC = 'appeal-topics/records';
  const fields = {
    ...{ title: 'Перечни и работы по дому', count: '30', unit: 'day', reference: 'приказ № 5' },
    ...{ forResidents: true, place: '4', active: true },
  };
  const numberOf = async (title: string) =>
    (await list(chief, 'appeal-topics')).find((row) => row['title'] === title)!['id']!;

  it('have terms that count for what is registered after they were changed', async () => {
    await giveResident(world, 'irina');
    const irina = await signIn(world, 'irina');
    const write = async () => {
      const form = (await irina.get('/book/new')).form('/book/new');
      const sent = await form.submit({
        kind: 'complaint',
        topic: 'works',
        text: 'Дверь не закрывается',
        address: 'ул. Мира, 1',
      });
      return sent.location!.split('/').pop();
    };
    const days = async (id: string | undefined) => {
      const [row] = await world.database.query<{ days: number }>(
        'SELECT due_day - received_day AS days FROM appeals WHERE id = $1',
        [id],
      );
      return row!.days;
    };
    const before = await write();
    const no = await numberOf('Перечни, объёмы и качество работ по дому');
    expect((await act(chief, `${TOPIC}/${no}/change`, fields)).message).toBe('Изменения сохранены.');
    const after = await write();
    expect(await days(before)).toBeLessThan(17);
    expect(await days(after)).toBeGreaterThanOrEqual(30);
    const [line] = await list(chief, 'audit', '?filters.action=appeal-topic.changed');
    expect(JSON.stringify(line)).toContain('30 дней, приказ № 5');
  });

  it('are added, ordered and taken from the choice, but never all of them', async () => {
    const answer = await act(chief, 'appeal-topics/actions/add', {
      ...{ ...fields, title: 'Парковка', count: '10', unit: 'working', place: '1' },
    });
    expect(answer.message).toBe('Тема добавлена.');
    const irina = await signIn(world, 'irina');
    expect((await irina.get('/book/new')).text).toContain('Парковка');
    const no = await numberOf('Парковка');
    const hidden = { ...fields, title: 'Парковка', count: '10', unit: 'working', active: false };
    expect((await act(chief, `${TOPIC}/${no}/change`, hidden)).message).toBe('Изменения сохранены.');
    expect((await irina.get('/book/new')).text).not.toContain('Парковка');
    await world.database.query("UPDATE appeal_topics SET active = false WHERE id <> 'general'");
    const last = await act(chief, `${TOPIC}/${await numberOf('Другое')}/change`, {
      ...fields,
      forResidents: false,
    });
    expect(last.errors).toEqual({
      forResidents: 'Это последняя тема, которую жители могут выбрать: оставьте её',
    });
    await world.database.query('UPDATE appeal_topics SET active = true');
  });

  it('are changed by administrators only', async () => {
    const no = await numberOf('Другое');
    expect((await act(moderator, `${TOPIC}/${no}/change`, fields)).status).toBe(403);
    expect((await act(moderator, 'appeal-topics/actions/add', fields)).status).toBe(403);
  });
});
