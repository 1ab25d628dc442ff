import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Calendar } from './support/calendar.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import type { Letter } from './support/letter.js';
import { hire, upload } from './support/office.js';
import { calendarXml } from './support/production-calendars.js';
import { startProduct } from './support/product.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';

const COMPANY = 'office@kabinet.maxkom.ru';
const SUBJECT = 'Сроки ответов';

let clock: Calendar;
let world: World;
let chief: Client;
let vera: Client;

beforeAll(async () => {
  clock = await Calendar.open();
  await clock.set('2026-12-18', 10);
  world = await startWorld({ THROTTLE_FACTOR: '1000', ...clock.settings });
  chief = await hire(world, 'chief', 'administrator', 'Главная Анна');
  vera = await hire(world, 'vera', 'operator', 'Вера Окошкина');
  await hire(world, 'gone', 'operator', 'Уволен Олег');
  await world.database.query("UPDATE staff SET disabled_at = now() WHERE login = 'gone'");
});
afterAll(async () => {
  await world?.stop();
  await clock?.stop();
});

/** Asks by the form of the contacts, today by the clock of the portal; gives the number. */
async function ask(text: string): Promise<string> {
  const visitor = world.visitor();
  await (
    await visitor.get('/contacts')
  )
    .form('/feedback')
    .submit({ name: 'Пётр', contact: '8 902 555-66-77', text });
  return /К-\d{4}-\d{6}/.exec((await visitor.get('/feedback/sent')).text)![0];
}

async function give(number: string, login: string): Promise<void> {
  await world.database.query(
    'UPDATE appeals SET responsible_id = (SELECT id FROM staff WHERE login = $2) WHERE number = $1',
    [number, login],
  );
}

const answer = (number: string) =>
  world.database.query(
    `UPDATE appeals SET state = 'answered', answered_at = now(), first_answered_at = now() WHERE number = $1`,
    [number],
  );

/** Turns the clock of the portal to an hour of a day and waits until the letters of that day are out. */
async function morning(day: string, hour = 9): Promise<void> {
  await clock.turn(world, day, hour);
  let tries = 0;
  await eventually(async () => {
    if ((await written(day)) !== undefined) return true;
    tries += 1;
    // a look that was under way when the clock was turned has not seen the new day
    if (tries % 100 === 0) await clock.turn(world, day, hour);
    return false;
  });
  await lettersAreOut(world, clock.now());
}

async function written(day: string): Promise<number | undefined> {
  const rows = await world.database.query<{ letters: number }>(
    'SELECT letters FROM appeal_due_letters WHERE day = $1',
    [day],
  );
  return rows[0]?.letters;
}

const toVera = (): Promise<Letter> => world.mail.waitForLetter({ to: 'vera@example.test', subject: SUBJECT });
const nothing = (to: string): Promise<void> => world.mail.noLetter({ to, subject: SUBJECT, within: 300 });

const due = async (number: string) => {
  const [row] = await world.database.query<{ due: string | null; soon: string | null; first: string | null }>(
    'SELECT due_day::text AS due, soon_day::text AS soon, first_due_day::text AS first FROM appeals WHERE number = $1',
    [number],
  );
  return row!;
};

describe('Over the New Year of 2027', () => {
  let number: string;
  let other: string;

  it('a question of 18 December is due on 12 January, and nobody is written to before it is soon', async () => {
    number = await ask('Когда уберут снег?');
    other = await ask('Где ключ от подвала?');
    await give(number, 'vera');
    await give(other, 'gone');
    expect(await due(number)).toEqual({ due: '2027-01-12', soon: '2026-12-28', first: '2027-01-12' });
    await morning('2026-12-25');
    expect(await written('2026-12-25')).toBe(0);
    expect((await vera.get('/office')).text).toContain('2обращения ждут ответа');
  });

  it('is yellow from 28 December: one letter to who is responsible, one to the company for who has left', async () => {
    await morning('2026-12-28');
    const letter = await toVera();
    expect(letter.subject).toContain('Сроки ответов: скоро срок 1');
    expect(letter.text).toContain(`${number} «Когда уберут снег?»`);
    expect(letter.text.replaceAll('\u00a0', ' ')).toContain('до 12 января 2027, осталось 4 рабочих дня');
    expect(letter.text).not.toContain(other);
    expect(letter.links.some((link) => /\/office\/messages\/[0-9a-f-]{36}$/.test(link))).toBe(true);
    const company = await world.mail.waitForLetter({ to: COMPANY, subject: SUBJECT });
    expect(company.text).toContain(other);
    expect(company.text).toContain('никто не взял в работу');
    const page = (await vera.get('/office')).text;
    expect(page).toContain('2обращения: скоро срок ответа');
    expect(page).toContain('ваших 1');
    expect(page).not.toContain('срок ответа прошёл');
  });

  it('is told once a day, by whichever process, also after one was killed', async () => {
    const [{ count: before }] = (await letterCount()) as [{ count: number }];
    const second = await startProduct({
      databaseUrl: world.database.url,
      smtpUrl: world.mail.url,
      env: clock.settings,
    });
    await clock.turn(world, '2026-12-28', 15);
    await world.product.restart();
    await second.stop();
    expect((await letterCount())[0]).toEqual({ count: before });
    // as if it had died before the end of its transaction
    await world.database.query("DELETE FROM appeal_due_letters WHERE day = '2026-12-28'");
    await morning('2026-12-28', 16);
    await toVera();
    await nothing('vera@example.test');
  });

  it('is not told at night and on days off', async () => {
    await clock.turn(world, '2026-12-30', 7);
    await clock.turn(world, '2026-12-31', 10);
    await clock.turn(world, '2027-01-08', 10);
    await clock.turn(world, '2027-01-10', 10);
    const days = await world.database.query<{ day: string }>(
      "SELECT day::text FROM appeal_due_letters WHERE day > '2026-12-20' ORDER BY day",
    );
    expect(days.map(({ day }) => day)).toEqual(['2026-12-25', '2026-12-28']);
    await nothing('vera@example.test');
  });

  it('is on its last day on 12 January, late and red on 13, and done with the answer', async () => {
    await morning('2027-01-12');
    expect((await toVera()).text).toContain('сегодня последний день');
    await morning('2027-01-13');
    const letter = await toVera();
    expect(letter.subject).toContain('просрочено 1');
    expect(letter.text.replaceAll('\u00a0', ' ')).toContain(
      'до 12 января 2027, просрочено на 1 рабочий день',
    );
    expect((await vera.get('/office')).text).toContain('2обращения: срок ответа прошёл');
    // the menu of the panel counts each of them once
    const menu = await vera.get('/admin/api/menu', { headers: vera.sameOrigin() });
    expect(JSON.parse(menu.body)).toMatchObject({ counters: { appeals: { count: 2 } } });
    await answer(number);
    await answer(other);
    await morning('2027-01-14');
    expect(await written('2027-01-14')).toBe(0);
    expect((await vera.get('/office')).text).not.toContain('срок ответа прошёл');
  });
});

describe('Over the New Year of 2028, whose calendar nobody has loaded yet', () => {
  let number: string;
  let answered: string;

  it('a question of 20 December has no term, and administrators are told', async () => {
    await clock.turn(world, '2027-12-20', 18);
    number = await ask('Когда перерасчёт?');
    answered = await ask('Как позвонить?');
    await answer(answered);
    await give(number, 'vera');
    expect(await due(number)).toEqual({ due: null, soon: null, first: null });
    await morning('2027-12-21');
    const letter = await world.mail.waitForLetter({ to: 'chief@example.test', subject: SUBJECT });
    expect(letter.text.replaceAll('\u00a0', ' ')).toContain('1 обращение без срока');
    await nothing('vera@example.test');
    expect((await chief.get('/office')).text).toContain(
      '1обращение без срока: не загружен производственный календарь',
    );
  });

  it('thousands are answered meanwhile, and some are of years that nobody will ever load', async () => {
    await world.database.query(
      `INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, state, answered_at,
         first_answered_at)
       SELECT 2021, n, 'question', 'site', 'general', day, day::date, 'Вопрос', 'Вопрос', 'answered', day, day
       FROM generate_series(1, 10502) n,
         LATERAL (SELECT CASE WHEN n > 10500 THEN '1995-05-05'::timestamptz ELSE '2027-12-22'::timestamptz END AS day) d`,
    );
  });

  it('has its term as soon as the calendar is there, also the one that was answered meanwhile', async () => {
    const fields = { year: '2028', source: 'Постановление Правительства РФ от 20.09.2027 № 1200' };
    const path = 'working-calendars/actions/load';
    const { result } = await upload(chief, path, 'calendar.xml', calendarXml(2028), fields);
    const loaded = await upload(chief, path, 'calendar.xml', calendarXml(2028), fields, result!.seen);
    expect(loaded.status).toBe(200);
    expect(await due(number)).toEqual({ due: '2028-01-12', soon: '2027-12-28', first: '2028-01-12' });
    expect(await due(answered)).toEqual({ due: null, soon: null, first: '2028-01-12' });
    // whoever loads the calendar does not wait for all of them
    const left = await termless('2027-12-22');
    expect(left).toBeGreaterThan(0);
    expect(left).toBeLessThan(1000);
    await morning('2027-12-29');
    expect((await toVera()).text).toContain(number);
    await nothing('chief@example.test');
  });

  it('thousands have theirs with the next hour, and those of long ago never', async () => {
    await world.product.restart();
    await eventually(async () => (await termless('2027-12-22')) === 0);
    expect(await termless('1995-05-05')).toBe(2);
  });
});

async function termless(day: string): Promise<number> {
  const [row] = await world.database.query<{ count: number }>(
    'SELECT count(*)::integer AS count FROM appeals WHERE year = 2021 AND received_day = $1 AND first_due_day IS NULL',
    [day],
  );
  return row!.count;
}

describe('A letter about many', () => {
  it('holds the fifty most urgent and says how many more there are', async () => {
    await world.database.query(
      `INSERT INTO appeals (year, sequence, kind, channel, topic, registered_at, received_day, title, text, due_day, soon_day)
       SELECT 2020, n, 'question', 'paper', 'general', now(), '2027-12-01', 'Вопрос ' || n, 'Вопрос', '2027-12-10'::date + n % 3, '2027-12-06'
       FROM generate_series(1, 53) n`,
    );
    world.mail.clear();
    await morning('2027-12-30');
    const letter = await world.mail.waitForLetter({ to: COMPANY, subject: SUBJECT });
    expect(letter.text.match(/К-2020-/g)).toHaveLength(50);
    expect(letter.text).toContain('И ещё 3.');
    expect(letter.text).not.toMatch(/\n{3}|\{\{/);
  });
});

describe('A person who is responsible and cannot be written to', () => {
  it('is spoken for by the letter of the company', async () => {
    await hire(world, 'mute', 'operator', 'Без Почты');
    await world.database.query("UPDATE staff SET email = '' WHERE login = 'mute'");
    await world.database.query(
      `UPDATE appeals SET state = 'answered', answered_at = now(), first_answered_at = now() WHERE waits`,
    );
    const number = await ask('Кто ответит?');
    await give(number, 'mute');
    await world.database.query(
      "UPDATE appeals SET due_day = '2028-01-13', soon_day = '2028-01-11' WHERE number = $1",
      [number],
    );
    world.mail.clear();
    await morning('2028-01-12');
    const letter = await world.mail.waitForLetter({ to: COMPANY, subject: SUBJECT });
    expect(letter.text).toContain(number);
  });
});

function letterCount(): Promise<{ count: number }[]> {
  return world.database.query<{ count: number }>(
    "SELECT count(*)::int AS count FROM letters WHERE kind = 'appeals-due'",
  );
}
