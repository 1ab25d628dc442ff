import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { journalFilterOf } from '../src/requests/journal/journal-filter.js';
import { journalBook, journalCount, journalPage } from '../src/requests/journal/journal.sql.js';
import { MONTH_OF_REQUESTS } from '../src/requests/journal/report.sql.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { hire, list } from './support/office.js';
import { storeRequest, type StoredRequest } from './support/stored-requests.js';
import { openWorkbook } from './support/workbook.js';
import { startWorld, type World } from './support/world.js';

let world: World;
let dispatcher: Client;
const houses: string[] = [];
const executors: string[] = [];

/** What clocks of Irkutsk show. */
const at = (local: string): Date => new Date(`2025-${local.replace(' ', 'T')}+08:00`);

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' }, { ownProcess: true });
  dispatcher = await hire(world, 'sedova', 'dispatcher', 'Седова Марина');
  for (const address of ['г. Иркутск, ул. Лесная, д. 4', 'г. Иркутск, ул. Мира, д. 12']) {
    const [row] = await world.database.query<{ id: string }>(
      'INSERT INTO houses (address) VALUES ($1) RETURNING id',
      [address],
    );
    houses.push(row!.id);
  }
  for (const name of ['Кузнецов Олег', 'ООО «Мастер»']) {
    const [row] = await world.database.query<{ id: string }>(
      'INSERT INTO executors (name) VALUES ($1) RETURNING id',
      [name],
    );
    executors.push(row!.id);
  }
  await march();
});
afterAll(() => world?.stop());

/** March 2025, counted by hand: nine requests, and one on either side of the month. */
async function march(): Promise<void> {
  const [lesnaya, mira] = houses;
  const [kuznetsov, master] = executors;
  const store = (registered: string, fields: StoredRequest) =>
    storeRequest(world.database, { registered_at: at(registered), year: 2025, ...fields });
  const closed = (finished: string, fields: StoredRequest): StoredRequest => ({
    ...{ state: 'closed', finished_at: at(finished), closed_at: at(finished) },
    ...fields,
  });
  await store('02-28 23:59:59.999', { text: 'последний день февраля', house_id: lesnaya });
  await store(
    '03-01 00:00:00',
    closed('03-01 02:00:00', {
      ...{ emergency: true, house_id: lesnaya, executor_id: kuznetsov, rating: 5, text: 'первый миг марта' },
      ...{
        first_due: at('03-01 00:30:00'),
        first_done_at: at('03-01 00:30:00'),
        fix_due: at('03-04 00:00:00'),
      },
    }),
  );
  await store(
    '03-10 10:00:00',
    closed('03-13 10:01:00', {
      ...{ category: 'sewage', channel: 'cabinet', house_id: lesnaya, executor_id: kuznetsov, rating: 2 },
      ...{
        first_due: at('03-10 12:00:00'),
        first_done_at: at('03-10 12:01:00'),
        fix_due: at('03-13 10:00:00'),
      },
    }),
  );
  await store('03-15 12:00:00', {
    ...{
      category: 'lift',
      state: 'deferred',
      deferred_until: new Date('2099-01-01'),
      defer_reason: 'Ждём деталь',
    },
    ...{ house_id: mira, executor_id: master, fix_due: at('03-16 12:00:00') },
  });
  await store('03-16 12:00:00', {
    ...{ category: 'yard', channel: 'office', address: 'Двор за школой', fix_due: new Date('2099-01-01') },
  });
  await store('03-17 12:00:00', {
    ...{ category: 'intercom', channel: 'gis', external_number: 'ГИС-77', state: 'declined' },
    ...{ closed_at: at('03-17 13:00:00'), decline_reason: 'Домофон не наш' },
  });
  const parent = await store(
    '03-20 09:00:00',
    closed('03-20 15:00:00', { channel: 'max', house_id: mira, executor_id: master, rating: 3 }),
  );
  await store('03-20 10:00:00', closed('03-20 15:00:00', { house_id: mira, parent_id: parent }));
  await store(
    '03-05 08:00:00',
    closed('03-07 08:00:00', {
      ...{ category: 'heating', channel: 'cabinet', house_id: lesnaya, executor_id: kuznetsov },
      ...{ fix_due: at('03-07 09:00:00'), reopened: 1, rating: 5, rating_text: 'Со второго раза' },
    }),
  );
  await store(
    '03-31 23:59:59',
    closed('04-01 10:00:00', {
      category: 'roof',
      channel: 'email',
      house_id: lesnaya,
      text: 'последний миг марта',
    }),
  );
  await store('04-01 00:00:00', { text: 'первый миг апреля', house_id: lesnaya });
}

const MARCH = '?since=2025-03-01&until=2025-03-31';

async function workbook(path: string): Promise<Record<string, string>[]> {
  const { status, headers, bytes } = await dispatcher.get(path);
  expect([status, headers['content-type']]).toEqual([
    200,
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ]);
  const { rows, xml } = await openWorkbook(bytes);
  expect(xml).not.toContain('<f>');
  const [head = [], ...lines] = rows;
  return lines.map((line) => Object.fromEntries(head.map((name, index) => [name, line[index] ?? ''])));
}

describe('The journal of requests', () => {
  it('begins with this month and says when there is nothing', async () => {
    const page = await dispatcher.get('/office/requests/journal');
    expect(page.text).toMatch(/0 заявок с 1 \S+ 20\d\d по (28|29|30|31) \S+ 20\d\d/);
    expect(page.text).toContain('За эти дни таких заявок нет');
  });

  it('holds the requests of its days by the clock of the company, to the second', async () => {
    const page = await dispatcher.get(`/office/requests/journal${MARCH}`);
    expect(page.text).toContain('9 заявок с 1 марта 2025 по 31 марта 2025');
    expect(page.text).toContain('первый миг марта');
    expect(page.text).toContain('последний миг марта');
    expect(page.text).not.toContain('последний день февраля');
    expect(page.text).not.toContain('первый миг апреля');
  });

  it('tells all that the rules want: terms and whether they were kept, who, what was done, how it was liked', async () => {
    const { text } = await dispatcher.get(`/office/requests/journal${MARCH}`);
    expect(text).toContain('Остановить течь до 1 марта 2025, 00:30: в срок');
    expect(text).toContain('Устранить засор до 10 марта 2025, 12:00: на 1 мин позже');
    expect(text).toContain('Починить до 13 марта 2025, 10:00: на 1 мин позже');
    expect(text).toMatch(/Запустить лифт до 16 марта 2025, 12:00: просрочено на \d+ (день|дня|дней)/);
    expect(text).toContain('Исполнитель: Кузнецов Олег');
    expect(text).toContain('ГИС ЖКХ, № ГИС-77');
    expect(text).toContain('отклонена Домофон не наш');
    expect(text).toContain('принято, оценка 5: «Со второго раза»; возвращали: 1');
    expect(text).toContain('принято без оценки');
  });

  it.each([
    ['channel=cabinet', 2],
    ['kind=leak', 3],
    ['state=closed', 6],
    ['kind=leak&channel=max', 1],
    ['state=open&kind=leak', 0],
    ['house=nonsense&state=nonsense&kind=%27%3B--&channel=toString', 9],
  ])('can be narrowed by %s', async (query, count) => {
    const page = await dispatcher.get(`/office/requests/journal${MARCH}&${query}`);
    expect(Number(/(\d+) заяв\S+ с 1 марта/.exec(page.text)?.[1])).toBe(count);
  });

  it('can be of one house, of days turned round, and says at the field what is no day', async () => {
    const ofHouse = await dispatcher.get(`/office/requests/journal${MARCH}&house=${houses[1]}`);
    expect(ofHouse.text).toContain('3 заявки с 1 марта');
    const turned = await dispatcher.get('/office/requests/journal?since=2025-03-31&until=2025-03-01');
    expect(turned.text).toContain('9 заявок с 1 марта 2025 по 31 марта 2025');
    const written = await dispatcher.get('/office/requests/journal?since=1.03.2025&until=31.03.2025');
    expect(written.text).toContain('9 заявок с 1 марта 2025 по 31 марта 2025');
    expect(written.html.querySelector('#until')!.getAttribute('value')).toBe('2025-03-31');
    const nonsense = await dispatcher.get('/office/requests/journal?since=2025-02-31&until=%00');
    expect([nonsense.status, nonsense.errorOf('since')]).toEqual([
      200,
      '«2025-02-31» не найти в календаре: нужно, например, 31.10.2026.',
    ]);
    const field = nonsense.html.querySelector('#since')!;
    // a field of days shows nothing that is no day
    expect([field.getAttribute('value'), field.getAttribute('type')]).toEqual(['2025-02-31', 'text']);
    expect(nonsense.text).not.toMatch(/\d+ заяв\S+ с /);
    const file = '/office/requests/journal.xlsx?since=2025-02-31';
    expect((await dispatcher.get(file, { check: false })).status).toBe(400);
    const nowhere = await dispatcher.get(`/office/requests/journal${MARCH}&after=${houses[0]}`);
    expect(nowhere.text).toContain('9 заявок');
  });

  it('shows what people have written as it is, and as no formula of a workbook', async () => {
    await storeRequest(world.database, {
      ...{ registered_at: at('01-15 12:00:00'), year: 2025, applicant: '=HYPERLINK("http://evil.example")' },
      ...{ text: '<script>alert(1)</script>\nвторая строка', phone: '+7 902 000-00-00', address: '@SUM(A1)' },
    });
    const january = '?since=2025-01-01&until=2025-01-31';
    const page = await dispatcher.get(`/office/requests/journal${january}`);
    expect(page.text).toContain('<script>alert(1)</script>');
    expect(page.body).not.toContain('<script>alert');
    const [row] = await workbook(`/office/requests/journal.xlsx${january}`);
    expect([row!['Заявитель'], row!['Телефон'], row!['Адрес']]).toEqual([
      '=HYPERLINK("http://evil.example")',
      '+7 902 000-00-00',
      '@SUM(A1)',
    ]);
  });

  it('stands on paper from the first request to the last, with totals and a place for signatures', async () => {
    const page = await dispatcher.get(`/office/requests/journal/print${MARCH}&channel=phone`);
    expect(page.heading).toBe('Журнал учёта заявок');
    expect(page.text).toContain('Заявки, поступившие с 1 марта 2025 по 31 марта 2025; отбор: телефон');
    expect(page.text).toContain(
      'Всего 3 заявки, из них аварий 1. Выполнено в срок 2, с опозданием 1, срок не истёк 0, отклонено 0.',
    );
    expect(page.text).toContain('Ответственный за журнал');
    const whole = await dispatcher.get(`/office/requests/journal/print${MARCH}`);
    expect(whole.text.indexOf('первый миг марта')).toBeLessThan(whole.text.indexOf('последний миг марта'));
  });

  it('leaves as a workbook with a column for each field and moments as moments, and the office’s journal tells of it', async () => {
    const rows = await workbook(`/office/requests/journal.xlsx${MARCH}`);
    expect(rows).toHaveLength(9);
    expect(rows[0]).toMatchObject({
      ...{
        'Как поступила': 'телефон',
        'Что случилось': 'Протечка',
        Авария: 'Да',
        Исполнитель: 'Кузнецов Олег',
      },
      ...{
        'Первый шаг': 'Остановить течь',
        'Первый шаг в срок': 'в срок',
        'Выполнено в срок': 'в срок',
        Оценка: '5',
      },
    });
    // day 45717 of Excel's calendar is 1 March 2025
    expect(Number(rows[0]!['Зарегистрирована'])).toBe(45717);
    expect(Number(rows[0]!['Окончено'])).toBeCloseTo(45717 + 2 / 24, 6);
    expect(rows.map((row) => row['Выполнено в срок'])).toEqual([
      ...['в срок', 'в срок', 'с опозданием', 'с опозданием', 'срок не истёк', ''],
      ...['в срок', 'в срок', 'в срок'],
    ]);
    // the last line is written when the last byte has left
    const told = () =>
      world.database.query(
        `SELECT FROM audit_events WHERE action = 'list.downloaded' AND actor_name = 'Седова Марина'
           AND details->>'list' = 'Журнал заявок' AND details->>'rows' = '9'`,
      );
    await eventually(async () => (await told()).length > 0);
    expect(await told()).toHaveLength(1);
  });

  it('is open to those who speak with residents, and to nobody else', async () => {
    const operator = await hire(world, 'petrova', 'operator', 'Петрова Анна');
    const accountant = await hire(world, 'schet', 'accountant', 'Счётова Вера');
    for (const path of ['journal', 'journal/print', 'journal.xlsx', 'report', 'report.xlsx']) {
      expect([path, (await operator.get(`/office/requests/${path}`)).status]).toEqual([path, 200]);
      expect([path, (await accountant.get(`/office/requests/${path}`)).status]).toEqual([path, 403]);
      expect([path, (await world.visitor().get(`/office/requests/${path}`)).status]).toEqual([path, 303]);
    }
  });
});

describe('The report of a month', () => {
  it('counts each request once, by the clock of the company and of the law', async () => {
    const rows = await workbook('/office/requests/report.xlsx?month=2025-03');
    const line = (by: string, name: string) => {
      const row = rows.find((one) => one['По чему'] === by && one['Название'] === name)!;
      const [, , ...numbers] = Object.values(row);
      return numbers.map((number) => (number === '' ? null : Number(number)));
    };
    // requests, emergencies | first step kept, late, running | kept, late, running, declined | sent back | median | marks 1–5, mean
    expect(line('Всего', 'Всего')).toEqual([9, 1, 1, 1, 0, 5, 2, 1, 1, 1, 8, 0, 1, 1, 0, 2, 3.75]);
    expect(line('Что случилось', 'Протечка')).toEqual([3, 1, 1, 0, 0, 3, 0, 0, 0, 0, 5, 0, 0, 1, 0, 1, 4]);
    expect(line('Что случилось', 'Лифт')).toEqual([1, 0, 0, 0, 0, 0, 1, 0, 0, 0, null, 0, 0, 0, 0, 0, null]);
    expect(line('Дом', 'г. Иркутск, ул. Лесная, д. 4')).toEqual([
      ...[4, 1, 1, 1, 0, 3, 1, 0, 0, 1, 29, 0, 1, 0, 0, 2, 4],
    ]);
    expect(line('Дом', 'г. Иркутск, ул. Мира, д. 12')).toEqual([
      ...[3, 0, 0, 0, 0, 2, 1, 0, 0, 0, 5.5, 0, 0, 1, 0, 0, 3],
    ]);
    expect(line('Дом', 'Адрес словами, без дома').slice(0, 9)).toEqual([2, 0, 0, 0, 0, 0, 0, 1, 1]);
    expect(line('Исполнитель', 'Кузнецов Олег')).toEqual([
      3, 1, 1, 1, 0, 2, 1, 0, 0, 1, 48, 0, 1, 0, 0, 2, 4,
    ]);
    expect(line('Исполнитель', 'ООО «Мастер»')).toEqual([2, 0, 0, 0, 0, 1, 1, 0, 0, 0, 6, 0, 0, 1, 0, 0, 3]);
    expect(line('Исполнитель', 'Без исполнителя').slice(0, 9)).toEqual([4, 0, 0, 0, 0, 2, 0, 1, 1]);
    expect(
      rows.filter((row) => row['По чему'] === 'Как поступила').map((row) => [row['Название'], row['Заявок']]),
    ).toEqual([
      ['телефон', '3'],
      ['личный кабинет', '2'],
      ...['электронная почта', 'ГИС ЖКХ', 'MAX', 'в офисе'].map((name) => [name, '1']),
    ]);
    const days = rows.filter((row) => row['По чему'] === 'День');
    expect(days.map((row) => `${row['Название']!.replaceAll('\u00a0', ' ')}: ${row['Заявок']}`)).toEqual([
      ...['1 марта 2025: 1', '5 марта 2025: 1', '10 марта 2025: 1', '15 марта 2025: 1', '16 марта 2025: 1'],
      ...['17 марта 2025: 1', '20 марта 2025: 2', '31 марта 2025: 1'],
    ]);
  });

  it('agrees with the journal, row by row', async () => {
    const journal = await workbook(`/office/requests/journal.xlsx${MARCH}`);
    const [total] = await workbook('/office/requests/report.xlsx?month=2025-03');
    const of = (column: string, word: string) => String(journal.filter((row) => row[column] === word).length);
    expect([total!['Выполнено в срок'], total!['С опозданием'], total!['Срок не истёк']]).toEqual(
      ['в срок', 'с опозданием', 'срок не истёк'].map((word) => of('Выполнено в срок', word)),
    );
    expect([total!['Первый шаг в срок'], total!['Первый шаг с опозданием']]).toEqual(
      ['в срок', 'с опозданием'].map((word) => of('Первый шаг в срок', word)),
    );
  });

  it('is read in words, with a chart and its numbers, and leads to the months around it', async () => {
    const page = await dispatcher.get('/office/requests/report?month=2025-03');
    expect(page.heading).toBe('Отчёт по заявкам, март 2025');
    expect(page.text).toContain('Поступило 9 из них аварий 1');
    expect(page.text).toContain('Медиана до окончания 8 ч');
    expect(page.text).toContain('Средняя оценка 3,75 «5»: 2 «3»: 1 «2»: 1');
    expect(page.html.querySelector('svg[role=img]')?.getAttribute('aria-label')).toContain(
      'больше всего 20 марта, 2. Все числа в таблице ниже',
    );
    expect(page.html.querySelectorAll('.days tbody tr')).toHaveLength(8);
    expect((await page.click('← Раньше')).heading).toBe('Отчёт по заявкам, февраль 2025');
    expect((await page.click('Позже →')).heading).toBe('Отчёт по заявкам, апрель 2025');
  });

  it('says that nothing came in a month, and takes nonsense for this month', async () => {
    const page = await dispatcher.get('/office/requests/report?month=2024-02');
    expect(page.text).toContain('В этом месяце заявок не было');
    for (const month of ['2025-13', '1', '%00', '2025-03-01']) {
      const other = await dispatcher.get(`/office/requests/report?month=${month}`);
      expect([month, other.status]).toEqual([month, 200]);
      expect(other.text).not.toContain('март 2025');
    }
  });
});

describe('Requests among the records of the panel', () => {
  it('are found by number, address, name and telephone, and filtered', async () => {
    const found = async (query: string) => (await list(dispatcher, 'requests', encodeURI(query))).length;
    expect(await found('?filters.q=двор за школой')).toBe(1);
    expect(await found('?filters.q=555-66-77')).toBeGreaterThan(1);
    const [row] = await list(dispatcher, 'requests', encodeURI('?filters.q=двор за школой'));
    expect(await found(`?filters.q=${row!['number']}`)).toBe(1);
    expect(await found('?filters.state=declined')).toBe(1);
    expect(await found(`?filters.house~~id=${houses[1]}`)).toBe(3);
  });

  it('tell their history line by line', async () => {
    const [row] = await list(dispatcher, 'requests', '?filters.state=declined');
    await world.database.query(
      `INSERT INTO request_events (request_id, at, kind, actor_kind, actor_name, text, open) VALUES
       ($1, now(), 'registered', 'resident', 'Белова И.', '', true), ($1, now(), 'declined', 'staff', 'Седова М.', 'Не наш', true)`,
      [row!['id']],
    );
    const lines = await list(dispatcher, 'request-events', `?filters.request~~id=${row!['id']}`);
    expect(lines.map(({ who, what, text }) => [who, what, text])).toEqual([
      ['Житель Белова И.', 'registered', null],
      ['Седова М.', 'declined', 'Не наш'],
    ]);
  });

  it('are only read there', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const answer = await dispatcher.request(method, '/admin/api/resources/requests/actions/new', {
        headers: { 'content-type': 'application/json', ...dispatcher.sameOrigin() },
        body: '{}',
      });
      expect(answer.status).toBeGreaterThanOrEqual(403);
    }
  });
});

describe('The journal of a million requests', () => {
  beforeAll(async () => {
    await world.database.query(
      `INSERT INTO service_requests (year, sequence, channel, registered_at, address, house_id, category, emergency, state, fix_due,
         finished_at, closed_at)
       SELECT 2024, n, 'phone', timestamptz '2024-01-01' + n * interval '8 minutes', 'Лесная, 4', $1, 'leak', false, 'closed',
         timestamptz '2024-01-04' + n * interval '8 minutes', timestamptz '2024-01-02' + n * interval '8 minutes',
         timestamptz '2024-01-02' + n * interval '8 minutes' FROM generate_series(1, 60000) n`,
      [houses[0]],
    );
    await world.database.query('ANALYZE service_requests');
  });

  it('is read by indexes alone, whatever it is narrowed by', async () => {
    const filter = journalFilterOf({ since: '2024-05-01', until: '2024-05-31' }, '2024-05-01');
    const narrowed = { kind: 'leak', state: 'closed', channel: 'phone' } as const;
    const after = (await world.database.query<{ id: string }>('SELECT id FROM service_requests LIMIT 1'))[0]!
      .id;
    for (const { text, values } of [
      journalPage(filter, 'Asia/Irkutsk', 51, after),
      journalPage({ ...filter, house: houses[0]! }, 'Asia/Irkutsk', 51),
      journalPage({ ...filter, ...narrowed }, 'Asia/Irkutsk', 51),
      journalCount(filter, 'Asia/Irkutsk', 10_001),
      journalBook({ ...filter, ...narrowed }, 'Asia/Irkutsk'),
      {
        text: MONTH_OF_REQUESTS.text,
        values: ['2024-05-01', '2024-06-01', 'Asia/Irkutsk', new Date(), 20],
      },
    ]) {
      const plan = await world.database.query<{ 'QUERY PLAN': string }>(`EXPLAIN ${text}`, [...values]);
      const scans = plan
        .map((row) => row['QUERY PLAN'])
        .filter((line) => /Seq Scan on service_requests/.test(line));
      expect([text, scans]).toEqual([text, []]);
    }
  });

  it('goes page by page without gaps and doubles', async () => {
    const seen: string[] = [];
    let page = await dispatcher.get('/office/requests/journal?since=2024-03-01&until=2024-03-01');
    for (;;) {
      seen.push(...page.html.querySelectorAll('tbody th').map((cell) => /2024-\d{6}/.exec(cell.text)![0]));
      if (!page.text.includes('Более ранние')) break;
      page = await page.click('Более ранние');
    }
    expect(seen).toHaveLength(180);
    expect(seen).toEqual([...new Set(seen)].sort().reverse());
    expect(page.text).toContain('К новым');
  });

  it('is too long for paper, which it says, and is not counted to its end', async () => {
    const year = '?since=2024-01-01&until=2024-12-31';
    const page = await dispatcher.get(`/office/requests/journal/print${year}`);
    expect(page.text).toContain('За этот срок больше 1000 заявок: столько на бумаге не прочесть');
    expect((await dispatcher.get(`/office/requests/journal${year}`)).text).toContain(
      'Больше 10 000 заявок с 1 января',
    );
  });

  it('leaves row by row: sixty thousand requests need no memory of their own', async () => {
    // The product itself hardly fits; one that keeps the rows dies of it.
    await world.product.restart({ NODE_OPTIONS: '--max-old-space-size=96' });
    const rows = await workbook('/office/requests/journal.xlsx?since=2024-01-01&until=2024-12-31');
    expect(rows.length).toBeGreaterThan(59_000);
  });
});
