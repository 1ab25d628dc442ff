import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DataSource } from 'typeorm';
import { Calendar } from './support/calendar.js';
import type { Client } from './support/client.js';
import { windows1251 } from './support/exchange-file.js';
import { Office } from './support/exchange.js';
import {
  act,
  type ActionAnswer,
  enterOffice,
  hire,
  list,
  STAFF_PASSWORD,
  todo,
  upload,
} from './support/office.js';
import { calendarXml, officialCsv, WORKING_DAYS, yearCalendar } from './support/production-calendars.js';
import { lettersAreOut, startWorld, type World } from './support/world.js';
import { eventually } from './support/eventually.js';
import { WorkingCalendar } from '../src/calendar/working-calendar.service.js';
import { WorkingDays } from '../src/calendar/working-days.js';
import { loadConfig } from '../src/core/config.js';

const LOAD = 'working-calendars/actions/load';
const DECREE = 'Постановление Правительства РФ от 20.09.2027 № 1200';
const HOUR_MS = 3_600_000;
const COMPANY = 'office@kabinet.maxkom.ru';

let clock: Calendar;
let world: World;
let chief: Client;
let second: Client;

beforeAll(async () => {
  clock = await Calendar.open();
  await clock.set('2027-10-31');
  world = await startWorld({ THROTTLE_FACTOR: '1000', ...clock.settings });
  chief = await hire(world, 'chief', 'administrator', 'Главная Анна');
  second = await hire(world, 'second', 'administrator', 'Вторая Вера');
});
afterAll(async () => {
  await world?.stop();
  await clock?.stop();
});

/** The first half: what the file would change. */
function preview(
  file: Buffer | string,
  year = 2028,
  name = 'calendar.xml',
  who = chief,
): Promise<ActionAnswer> {
  return upload(who, LOAD, name, file, { year: String(year), source: DECREE });
}

/** Both halves. */
async function load(file: Buffer | string, year = 2028, name = 'calendar.xml'): Promise<ActionAnswer> {
  const answer = await preview(file, year, name);
  if (!answer.result) throw new Error(JSON.stringify(answer));
  const { result } = answer;
  return upload(chief, LOAD, name, file, { year: String(year), source: DECREE }, result.seen);
}

function kept(): Promise<unknown[]> {
  return world.database.query('SELECT * FROM working_calendars ORDER BY year');
}

async function forget2028(): Promise<void> {
  await world.database.query('DELETE FROM working_calendars WHERE year = 2028');
  await world.database.query('DELETE FROM calendar_alarms');
}

/** What «Сегодня» says of calendars. */
async function alarms(staff: Client): ReturnType<typeof todo> {
  return (await todo(staff)).filter(({ what }) => what.startsWith('Производственный календарь'));
}

describe('The calendar that comes with the portal', () => {
  it('is what the government has set for three years, and nothing else', async () => {
    const rows = await world.database.query<{ year: number; days: []; working_days: number; source: string }>(
      'SELECT year, days, working_days, source FROM working_calendars ORDER BY year',
    );
    expect(rows.map(({ year, days }) => ({ year, days }))).toEqual(
      ([2025, 2026, 2027] as const).map(yearCalendar),
    );
    expect(rows.map((row) => row.working_days)).toEqual([247, 247, 247]);
    expect(rows[1]!.source).toBe('Постановление Правительства РФ от 24.09.2025 № 1466');
    expect(new WorkingDays(rows).after('2026-12-30', 10)).toBe(WORKING_DAYS.after('2026-12-30', 10));
    const shown = await list(chief, 'working-calendars');
    expect(shown.map(({ year, workingDays, staff }) => [year, workingDays, staff])).toEqual(
      ['2027', '2026', '2025'].map((year) => [year, '247', 'Поставлен с порталом']),
    );
  });
});

describe('An administrator who loads the next year', () => {
  it('sees first what is in the file, and nothing is written', async () => {
    const before = await kept();
    const { status, result } = await preview(calendarXml(2028));
    expect(status).toBe(200);
    expect(result).toMatchObject({ title: 'Что в файле', confirm: 'Загрузить календарь', seen: '0' });
    expect(result!.lines![0]).toBe('2028 год: 248 рабочих дней, 118 выходных.');
    expect(result!.lines!.join('\n').replaceAll('\u00a0', ' ')).toContain(
      'с 1 января на 10 января, с 4 ноября на 6 ноября',
    );
    expect(result!.table!.rows).toHaveLength(12);
    expect(await kept()).toEqual(before);
  });

  it.each([
    ['XML', calendarXml(2028), 'calendar.xml'],
    ['XML with the mark of its encoding', `\ufeff${calendarXml(2028)}`, 'calendar.xml'],
    ['the CSV of data.gov.ru', `\ufeff${officialCsv(2026, 2027, 2028)}`, 'data.csv'],
    ['the same in windows-1251 with semicolons', windows1251(semicolons(officialCsv(2028))), 'data.csv'],
    [
      'a CSV of days',
      ['date;kind', ...yearCalendar(2028).days.map(({ day, kind }) => `${day};${kind}`)].join('\r\n'),
      'days.csv',
    ],
  ])('may bring %s', async (_what, file, name) => {
    await forget2028();
    const answer = await load(file, 2028, name);
    expect(answer).toMatchObject({ status: 200, message: 'Календарь 2028 года загружен.' });
    expect((await list(chief, 'working-calendars'))[0]).toMatchObject({
      ...{ year: '2028', workingDays: '248', staff: 'Главная Анна', source: DECREE },
    });
    const page = await chief.get('/admin/api/resources/working-calendars/records/2028/report');
    const { lines, tables } = JSON.parse(page.body) as { lines: string[]; tables: { rows: [] }[] };
    expect([lines[0], tables[0]!.rows]).toEqual([
      expect.stringContaining('248 рабочих дней'),
      expect.any(Array),
    ]);
  });

  it('is told in the journal with the decree and the file', async () => {
    await forget2028();
    await load(calendarXml(2028));
    const [line] = await list(chief, 'audit', '?filters.action=working-calendar.loaded');
    expect(line).toMatchObject({ object: '2028 год' });
    expect(line!['details']).toBe(`${DECREE}, рабочих дней 248, файл «calendar.xml»`);
  });

  it('is asked before a year is replaced, sees each difference, and is spared a load of the same', async () => {
    await forget2028();
    await load(calendarXml(2028));
    const same = await preview(calendarXml(2028));
    expect(same.result!.confirm).toBeUndefined();
    expect(same.result!.lines!.at(-1)).toBe('Загружать нечего.');

    const other = calendarXml(2028).replace(
      '<day d="11.06" t="1" f="11.04"/>',
      '<day d="11.07" t="1" f="11.04"/>',
    );
    const asked = await preview(other);
    expect(asked.result!.confirm).toBe('Заменить календарь');
    const lines = asked.result!.lines!.map((line) => line.replaceAll('\u00a0', ' '));
    expect(lines.slice(-3)).toEqual([
      'Календарь 2028 года уже загружен. Файл его изменит:',
      '6 ноября: выходной за 4 ноября → рабочий день',
      '7 ноября: рабочий день → выходной за 4 ноября',
    ]);
    expect((await load(other)).status).toBe(200);
    const [line] = await list(chief, 'audit', '?filters.action=working-calendar.loaded');
    expect(line!['details']).toContain('изменено дней 2');
  });

  it('does not overwrite what a colleague has loaded meanwhile', async () => {
    await forget2028();
    const hers = await preview(calendarXml(2028));
    await load(officialCsv(2028), 2028, 'data.csv');
    const before = await kept();
    const fields = { year: '2028', source: DECREE };
    const late = await upload(chief, LOAD, 'a.xml', calendarXml(2028), fields, hers.result!.seen);
    expect(late.status).toBe(422);
    expect(late.errors!['']).toContain('загрузил кто-то другой');
    for (const unseen of ['', 'NaN', '-1', '1 OR 1']) {
      const answer = await upload(second, LOAD, 'a.xml', calendarXml(2028), fields, unseen);
      expect(answer.status).toBe(422);
    }
    expect(await kept()).toEqual(before);
  });

  it('loads it once though two press at the same moment', async () => {
    await forget2028();
    const fields = { year: '2028', source: DECREE };
    const answers = await Promise.all(
      [chief, second].map((who) => upload(who, LOAD, 'a.xml', calendarXml(2028), fields, '0')),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
  });
});

describe('A file that is no calendar of the year', () => {
  const bomb = `<!DOCTYPE c [<!ENTITY a "${'ha'.repeat(50)}"><!ENTITY b "${'&a;'.repeat(50)}">]><calendar year="2028">&b;</calendar>`;
  const entity = '<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><calendar year="2028">&x;</calendar>';
  it.each<[string, string | Buffer, string]>([
    ['of 2026', calendarXml(2026), 'Файл за 2026 год, а вы выбрали 2028'],
    [
      'that calls the days of 2026 those of 2028',
      calendarXml(2026).replace('year="2026"', 'year="2028"'),
      'другого года',
    ],
    ['that is empty', '', 'Файл пустой'],
    ['of blanks', ' \r\n\n', 'Файл пустой'],
    ['without days', calendarXml(2028, ''), 'В файле нет ни одного дня'],
    ['with a day twice', calendarXml(2028, '<day d="01.03" t="1"/><day d="01.03" t="2"/>'), 'назван дважды'],
    ['with 400 days', calendarXml(2028, '<day d="01.03" t="1"/>'.repeat(400)), 'больше 366 дней'],
    ['with three days off', calendarXml(2028, '<day d="01.03" t="1"/>'), 'бывает от 235 до 255'],
    ['with an external entity', entity, 'DOCTYPE'],
    ['that is a bomb', bomb, 'DOCTYPE'],
    [
      'that never closes a tag',
      `<calendar year="2028">${'<a>'.repeat(300_000)}`,
      'составлен неверно или обрезан',
    ],
    ['of a tag without an end', `<calendar ${'a'.repeat(900_000)}`, 'составлен неверно или обрезан'],
    ['of 10 MB', Buffer.alloc(10 * 1024 * 1024, 'a'), 'Тот ли это файл?'],
    ['that is a book of Excel', Buffer.from('504b0304140000000800', 'hex'), 'книга Excel'],
    ['that is an old book of Excel', Buffer.from('d0cf11e0a1b11ae10000', 'hex'), 'XLS'],
    ['that is a picture', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'картинка'],
    ['that is a document', Buffer.from('%PDF-1.7\n'), 'PDF'],
    ['of accounts', 'account;address\n1;г. Иркутск\n', 'не производственный календарь'],
    ['that is one long line', `date,kind,${'x'.repeat(200_000)}`, 'длиннее 64 КБ'],
  ])('%s is refused at the field, and nothing is written', async (_what, file, why) => {
    await forget2028();
    const before = await kept();
    const answers = [
      await preview(file),
      await upload(chief, LOAD, 'a.xml', file, { year: '2028', source: DECREE }, '0'),
    ];
    for (const { status, errors } of answers) {
      expect(status).toBe(422);
      expect(errors!['file']).toContain(why);
    }
    expect(await kept()).toEqual(before);
  });

  it.each([
    ['year', { year: '1999', source: DECREE }],
    ['year', { year: '', source: DECREE }],
    ['source', { year: '2028', source: ' ' }],
    ['source', { year: '2028', source: 'x'.repeat(201) }],
  ])('is asked for again where the %s is not right: %j', async (field, fields) => {
    const answer = await upload(chief, LOAD, 'a.xml', calendarXml(2028), fields);
    expect(answer.status).toBe(422);
    expect(Object.keys(answer.errors!)).toEqual([field]);
  });
});

describe('Calendars', () => {
  it.each(['operator', 'dispatcher', 'accountant'])('are not for a %s', async (role) => {
    const clerk = await hire(world, `no-${role}`, role, 'Посторонний Пётр');
    expect((await clerk.get('/admin/api/resources/working-calendars/actions/list')).status).toBe(403);
    expect((await preview(calendarXml(2028), 2028, 'a.xml', clerk)).status).toBe(403);
    expect(await alarms(clerk)).toEqual([]);
  });

  it('are not for strangers', async () => {
    expect((await preview(calendarXml(2028), 2028, 'a.xml', world.visitor())).status).toBe(401);
    expect((await act(world.visitor(), LOAD, { year: '2028', source: DECREE })).status).toBe(401);
  });
});

describe('A payment that is due in a year without a calendar', () => {
  it('gets its working day when the year is loaded, and new charges know it at once', async () => {
    await forget2028();
    const office = await Office.open(3, world.database, { now: () => new Date('2028-01-05T03:00:00Z') });
    const dueDays = () =>
      world.database.query<{ due: string }>(
        "SELECT DISTINCT due_on::text AS due FROM payment_documents WHERE period = '2027-12-01'",
      );
    try {
      const charge = { period: '2027-12', charged: 100_00 };
      const first = await office.charges('first.csv', [{ ...charge, account: '0100000001' }]);
      const report = await office.load('charges', first);
      expect(report.notices.join('\n')).toContain('нет производственного календаря на 2028 год');
      // a Saturday
      expect(await dueDays()).toEqual([{ due: '2028-01-15' }]);

      await load(calendarXml(2028));
      expect(await dueDays()).toEqual([{ due: '2028-01-17' }]);
      const next = await office.charges('next.csv', [{ ...charge, account: '0100000002' }]);
      expect((await office.load('charges', next)).notices).toEqual([]);
      expect(await dueDays()).toEqual([{ due: '2028-01-17' }]);
    } finally {
      await office.close();
    }
  });

  it('that is past stays as it was told', async () => {
    const period = '2026-12-01';
    await world.database.query(
      `UPDATE payment_documents SET period = $1, due_on = '2027-01-15' WHERE account_id =
         (SELECT id FROM accounts WHERE number = '0100000001')`,
      [period],
    );
    // 15 January 2027 is a Friday; a later wording of the calendar makes it a day off
    const later = calendarXml(2027).replace(
      '<day d="11.05" t="1" f="01.02"/>',
      '<day d="01.15" t="1" f="01.02"/>',
    );
    expect((await load(later, 2027)).status).toBe(200);
    const [row] = await world.database.query<{ due: string }>(
      'SELECT due_on::text AS due FROM payment_documents WHERE period = $1',
      [period],
    );
    expect(row!.due).toBe('2027-01-15');
    expect((await load(calendarXml(2027), 2027)).status).toBe(200);
  });
});

describe('A term that runs into a year without a calendar', () => {
  it('is not guessed, alarms administrators, and nothing that waits is missed by the load', async () => {
    await forget2028();
    const source = await new DataSource({ type: 'postgres', url: world.database.url }).initialize();
    const config = loadConfig({
      ...{ DATABASE_URL: world.database.url, SMTP_URL: 'smtp://127.0.0.1:9', MAIL_FROM: 'a@b.ru' },
      ...{ PUBLIC_URL: 'http://127.0.0.1:9', APP_SECRET: 'a secret of this office, which signs nothing' },
    });
    let later = 0;
    const itsClock = { now: () => new Date(clock.now().getTime() + later) };
    const calendar = new WorkingCalendar(source, itsClock, config);
    const count = (days: WorkingDays) => days.end('2027-12-27', { count: 10, unit: 'working' });
    const filled: string[] = [];
    calendar.whenLoaded((_tx, year, days) => Promise.resolve(void filled.push(`${year} ${count(days)}`)));
    try {
      // charges of long ago may be loaded at any time: nobody needs a calendar for them
      await source.transaction((tx) => calendar.count(tx, (days) => days.onOrAfter('2024-01-10')));
      expect(await alarms(chief)).toEqual([]);
      await source.transaction(async (tx) => {
        expect(await calendar.count(tx, count)).toBeUndefined();
        // what waits is not committed yet: the load would not see it
        const busy = await load(calendarXml(2028));
        expect(busy.status).toBe(422);
        expect(busy.errors!['']).toContain('Повторите через минуту');
      });
      expect(await alarms(chief)).toEqual([
        expect.objectContaining({
          more: expect.arrayContaining(['Загрузите производственный календарь на 2028 год']),
          late: true,
        }),
      ]);
      expect((await load(calendarXml(2028))).status).toBe(200);
      await source.transaction(async (tx) => {
        expect(await calendar.count(tx, count)).toBe('2028-01-19');
        await calendar.fill(tx, 2028);
      });
      expect(filled).toEqual(['2028 2028-01-19']);
      await forgetsAfterAMinute(calendar, () => (later = 61_000));
      expect(await alarms(chief)).toEqual([]);
    } finally {
      await source.destroy();
    }
  });
});

describe('From 1 November on, without the calendar of the next year', () => {
  it('administrators see it on the first page, and one letter comes to the company', async () => {
    await forget2028();
    world.mail.clear();
    expect((await chief.get('/office')).body).not.toContain('Загрузите производственный календарь');
    await clock.pass(24 * HOUR_MS, world.product);
    chief = await enterOffice(world, 'chief', STAFF_PASSWORD);
    const operator = await enterOffice(world, 'no-operator', STAFF_PASSWORD);

    const told = { to: COMPANY, subject: /Загрузите производственный календарь на 2028 год/ };
    const letter = await world.mail.waitForLetter(told);
    expect(letter.text).toContain('до какого дня ответить');
    expect(letter.links.some((link) => link.endsWith('/admin/resources/working-calendars'))).toBe(true);
    const today = (await chief.get('/office')).body;
    expect(today).toContain('Производственный календарь: 2028 год');
    expect(today).toContain('Загрузите производственный календарь на 2028');
    expect((await operator.get('/office')).body).not.toContain('Загрузите производственный календарь');
    expect(await alarms(chief)).toHaveLength(1);
    const begun = await chief.get('/admin/api/resources/working-calendars/actions/load');
    expect(JSON.parse(begun.body)).toEqual({ values: { year: '2028' } });

    world.mail.clear();
    await clock.pass(2 * HOUR_MS, world.product);
    await lettersAreOut(world, clock.now());
    await world.mail.noLetter(told);

    chief = await enterOffice(world, 'chief', STAFF_PASSWORD);
    await load(calendarXml(2028));
    expect(await alarms(chief)).toEqual([]);
    await eventually(async () => !(await chief.get('/office')).body.includes('Загрузите производственный'));
  });
});

/** Pages that only tell what is left may be a minute behind another instance, and not more. */
async function forgetsAfterAMinute(calendar: WorkingCalendar, pass: () => void): Promise<void> {
  const knows = async () => (await calendar.known()).knows('2028-01-10');
  expect(await knows()).toBe(true);
  await world.database.query('DELETE FROM working_calendars WHERE year = 2028');
  expect(await knows()).toBe(true);
  pass();
  expect(await knows()).toBe(false);
  expect((await load(calendarXml(2028))).status).toBe(200);
  calendar.forget();
  expect(await knows()).toBe(true);
}

/** Cells between semicolons, as Excel of an office saves them. */
function semicolons(csv: string): string {
  return csv
    .split('\n')
    .map((line) => line.replaceAll(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/g, ';'))
    .join('\n');
}
