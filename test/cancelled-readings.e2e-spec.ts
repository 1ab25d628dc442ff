import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { giveAccount, monthsUntil } from './support/billing.js';
import type { Client } from './support/client.js';
import { hold } from './support/holder.js';
import { giveMeter, giveReading, openWindow, thisMonth } from './support/meters.js';
import { hire } from './support/office.js';
import type { Page } from './support/page.js';
import { giveResident, signIn } from './support/resident.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let olga: Client;
let petr: Client;
let chief: Client;
let rimma: Client;
let irina: Client;
let count = 0;

beforeAll(async () => {
  world = await startWorld();
  await openWindow(world);
  olga = await hire(world, 'olga', 'operator', 'Тарасова Ольга');
  petr = await hire(world, 'petr', 'operator', 'Лыков Пётр');
  chief = await hire(world, 'chief', 'administrator', 'Белова Ирина');
  rimma = await hire(world, 'rimma', 'accountant', 'Римма Ли');
  await giveResident(world, 'irina');
  irina = await signIn(world, 'irina');
});
afterAll(() => world?.stop());

interface Entered {
  account: string;
  meter: string;
  reading: string;
  log: string;
  path: string;
}

/** A flat whose meter the office has read this month, or in another. */
async function entered(month = thisMonth(), value = '121.25'): Promise<Entered> {
  count += 1;
  const account = await giveAccount(world, 'irina', `01000${7000 + count}`);
  const [earlier, before] = monthsUntil(month, 3) as [string, string];
  const meter = await giveMeter(world, account, { number: `77-${count}`, place: '', initial: ['100'] });
  await giveReading(world, meter, earlier, ['105']);
  await giveReading(world, meter, before, ['110']);
  await giveReading(world, meter, month, [value]);
  const [row] = await world.database.query<{ id: string }>(
    'SELECT id FROM meter_readings WHERE meter_id = $1 ORDER BY id DESC LIMIT 1',
    [meter],
  );
  const log = `/office/accounts/${account}/meters/${meter}`;
  return { account, meter, reading: row!.id, log, path: `${log}/${row!.id}` };
}

const cancel = async (
  who: Client,
  { path }: Entered,
  fields: Record<string, string> = { ground: 'typing' },
) => (await who.get(path)).form(path).submit(fields);
/** The same form of somebody who has opened it before it was too late. */
const opened = async (who: Client, { path }: Entered) => (await who.get(path)).form(path);
const stateOf = async ({ reading }: Entered) =>
  (
    await world.database.query<{ status: string; cancelled: boolean; reason: string | null }>(
      'SELECT status, cancelled, reject_reason AS reason FROM meter_readings WHERE id = $1',
      [reading],
    )
  )[0];
const plain = (page: Page) => page.text.replace(/\s+/g, ' ');
const toldByJournal = ({ reading }: Entered) =>
  world.database.query<{ actor: string }>(
    "SELECT s.name AS actor FROM audit_events e JOIN staff s ON s.id = e.actor_id WHERE action = 'readings.cancelled' AND object_id = $1",
    [reading],
  );

const told = () =>
  world.database.query<{ data: { why: string; flats: { readings: { words: string; again: string }[] }[] } }>(
    "SELECT data FROM letters WHERE kind = 'readings-undone'",
  );
const wantsLetters = () =>
  world.database.query(
    "INSERT INTO notification_preferences (user_id, topic) SELECT id, 'readings' FROM users WHERE login = 'irina'",
  );
const wantsNone = () =>
  world.database.query(
    "WITH p AS (DELETE FROM notification_preferences) DELETE FROM letters WHERE kind = 'readings-undone'",
  );

describe('A reading that the office has entered wrong', () => {
  it('is found from the card and from the sheet, and cancelled with a ground', async () => {
    const one = await entered();
    for (const path of [`/office/accounts/${one.account}`, `/office/accounts/${one.account}/readings`]) {
      const links = (await olga.get(path)).html
        .querySelectorAll('a')
        .map((link) => link.getAttribute('href'));
      expect(links).toContain(one.log);
    }
    const log = await olga.get(one.log);
    expect(log.html.querySelectorAll('td a').map((link) => link.getAttribute('href'))[0]).toBe(one.path);
    expect((await cancel(olga, one, {})).errors).toEqual(['Выберите причину']);
    expect((await cancel(olga, one, { ground: 'other' })).errors).toEqual(['Напишите, в чём дело']);
    expect(await stateOf(one)).toMatchObject({ status: 'accepted', cancelled: false });
    const done = await cancel(olga, one, { ground: 'typing', text: 'Лишняя единица.' });
    expect([done.status, done.location]).toEqual([303, one.log]);
    expect(await stateOf(one)).toEqual({
      status: 'rejected',
      cancelled: true,
      reason: 'опечатка при вводе; Лишняя единица',
    });
  });

  it('is told by letter to those who see the flat and want letters about readings', async () => {
    const one = await entered();
    expect(await told()).toEqual([]);
    await wantsLetters();
    // what a file had replaced by it does not count again
    await world.database.query(
      `WITH before AS (INSERT INTO meter_readings (meter_id, period, reading, taken_on, source, status, superseded_at)
         SELECT meter_id, period, '{120}', taken_on, 'phone', 'accepted', now() FROM meter_readings WHERE id = $1 RETURNING id)
       UPDATE meter_readings SET replaced_id = (SELECT id FROM before) WHERE id = $1`,
      [one.reading],
    );
    await cancel(olga, one, { ground: 'other_meter' });
    const [letter, another] = await told();
    expect(another).toBeUndefined();
    expect(letter!.data.why).toBe('Офис отменил их. Причина: записали не на тот счетчик.');
    expect(letter!.data.flats[0]!.readings[0]!.words).toContain('121,25');
    expect(letter!.data.flats[0]!.readings[0]!.again).toBe('');
    await wantsNone();
  });

  it('stays in the history with who, when and why, and in the journal', async () => {
    const one = await entered();
    await cancel(olga, one);
    expect(plain(await olga.get(one.log))).toMatch(
      /отменено: Тарасова Ольга, сегодня в \d+:\d\d, опечатка при вводе/,
    );
    expect(await toldByJournal(one)).toEqual([{ actor: 'Тарасова Ольга' }]);
    const card = plain(await olga.get(`/office/accounts/${one.account}`));
    expect(card).toMatch(/Показание отменено: .*121,25.*опечатка при вводе/);
    expect(card).toMatch(/00110,000.{0,60}отменено 00121,250/);
  });

  it('is in no calculation, export or list of who has sent, and the month can be entered anew', async () => {
    const one = await entered();
    const missing = async () =>
      plain(await olga.get(`/office/readings/missing?q=${encodeURIComponent('77-')}`));
    await cancel(olga, one);
    const [current] = await world.database.query<{ count: number }>(
      'SELECT count(*)::integer AS count FROM current_readings WHERE meter_id = $1 AND period = $2',
      [one.meter, `${thisMonth()}-01`],
    );
    expect(current!.count).toBe(0);
    expect(await missing()).not.toContain('121,250');
    const sheet = await olga.get(`/office/accounts/${one.account}/readings`);
    expect(plain(sheet)).toContain('прежние отменены офисом: опечатка при вводе');
    const form = sheet.forms().find((found) => found.names().includes(`whole-${one.meter}-0`))!;
    expect((await form.submit({ [`whole-${one.meter}-0`]: '112,25' })).text).toContain(
      'Сохранено 1 показание',
    );
    const [standing] = await world.database.query<{ reading: string[] }>(
      'SELECT reading::text[] AS reading FROM current_readings WHERE meter_id = $1 AND period = $2',
      [one.meter, `${thisMonth()}-01`],
    );
    expect(standing!.reading).toEqual(['112.250']);
  });

  it('is told to the resident as it is, without a letter where they want none', async () => {
    const one = await entered();
    await cancel(olga, one, { ground: 'other_flat' });
    const told = 'отменены офисом: записали не на ту квартиру';
    expect(plain(await irina.get(`/accounts/${one.account}/readings`))).toContain(
      `Показания ${told}. Передайте верные.`,
    );
    expect(plain(await irina.get(`/accounts/${one.account}/readings/history`))).toContain(told);
    const letters = await world.database.query("SELECT FROM letters WHERE kind LIKE 'reading%'");
    expect(letters).toEqual([]);
  });
});

describe('A reading that is not cancelled', () => {
  it('is one that the accounting has: the page says what to do instead', async () => {
    const one = await entered();
    const form = await opened(olga, one);
    await world.database.query(
      `WITH export AS (INSERT INTO reading_exports (format, rows) VALUES ('csv', 1) RETURNING id)
       UPDATE meter_readings SET export_id = (SELECT id FROM export) WHERE id = $1`,
      [one.reading],
    );
    const page = await olga.get(one.path);
    expect(plain(page)).toMatch(/ушло в бухгалтерию: выгружено сегодня в \d+:\d\d, выгрузка № \d+/);
    expect(plain(page)).toContain('Введите верное показание за тот же месяц');
    expect(page.forms().filter(({ action }) => action === one.path)).toEqual([]);
    const late = await form.submit({ ground: 'typing' });
    expect([late.status, plain(late)]).toEqual([409, expect.stringContaining('ушло в бухгалтерию')]);
    expect(await stateOf(one)).toMatchObject({ status: 'accepted', cancelled: false });
  });

  it('is one that leaves for the accounting at the same moment, and nobody is written to', async () => {
    const one = await entered();
    await wantsLetters();
    const form = await opened(olga, one);
    const exporting = await hold(
      world.database,
      `WITH export AS (INSERT INTO reading_exports (format, rows) VALUES ('csv', 1) RETURNING id)
       UPDATE meter_readings SET export_id = (SELECT id FROM export) WHERE id = $1`,
      [one.reading],
    );
    const answer = form.submit({ ground: 'typing' });
    await exporting.waitedFor();
    await exporting.commit();
    expect((await answer).status).toBe(409);
    expect(await stateOf(one)).toMatchObject({ status: 'accepted', cancelled: false });
    expect(await toldByJournal(one)).toEqual([]);
    expect(await told()).toEqual([]);
    await wantsNone();
  });

  it('is one that a colleague has cancelled at the same moment; one’s own double press is no trouble', async () => {
    const one = await entered();
    const forms = await Promise.all([opened(olga, one), opened(petr, one)]);
    const answers = await Promise.all(forms.map((form) => form.submit({ ground: 'typing' })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect(plain(answers.find(({ status }) => status === 409)!)).toMatch(/уже отменено: (Тарасова|Лыков)/);
    expect(await toldByJournal(one)).toHaveLength(1);

    const other = await entered();
    const form = await opened(olga, other);
    const twice = await Promise.all([form.submit({ ground: 'typing' }), form.submit({ ground: 'typing' })]);
    expect(twice.map(({ status }) => status)).toEqual([303, 303]);
    expect(await toldByJournal(other)).toHaveLength(1);
  });

  it('is one of a month behind, unless an administrator does it', async () => {
    const [behind] = monthsUntil(thisMonth(), 3) as [string];
    const one = await entered(behind);
    expect(plain(await olga.get(one.path))).toContain('Отменить это показание может администратор');
    const links = (await olga.get(one.log)).html.querySelectorAll('td a');
    expect(links).toEqual([]);
    expect((await cancel(chief, one)).status).toBe(303);
    expect(await stateOf(one)).toMatchObject({ cancelled: true });
  });

  it('is one of another flat, or one that an accountant looks at', async () => {
    const [one, other] = [await entered(), await entered()];
    expect((await olga.get(`${other.log}/${one.reading}`)).status).toBe(404);
    expect((await olga.get(`/office/accounts/${other.account}/meters/${one.meter}`)).status).toBe(404);
    const log = await rimma.get(one.log);
    expect(log.status).toBe(200);
    expect(log.html.querySelectorAll('td a')).toEqual([]);
    expect((await rimma.get(one.path)).status).toBe(403);
  });
});
