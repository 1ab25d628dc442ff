import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { totalsOf, TOTALS, type TotalsRow } from '../src/billing/documents.sql.js';
import { turnoverSheet } from '../src/billing/turnover.js';
import { giveDocuments, givePayment, monthsUntil } from './support/billing.js';
import type { Client } from './support/client.js';
import { eventually } from './support/eventually.js';
import { dayOfCompany, thisMonth } from './support/meters.js';
import { hire, list } from './support/office.js';
import type { Page } from './support/page.js';
import { Chance } from './support/money-orders.js';
import { giveHouse } from './support/sheet.js';
import { openWorkbook } from './support/workbook.js';
import { startWorld, type World } from './support/world.js';

const MONTHS = ['2026-06', '2026-07', '2026-08', '2026-09', '2026-10'];
const DAY_MS = 86_400_000;

let world: World;
let money: Client;
let chief: Client;
let clerk: Client;
const houses: { house: string; place: string; accounts: string[] }[] = [];

beforeAll(async () => {
  world = await startWorld({ THROTTLE_FACTOR: '1000' });
  chief = await hire(world, 'chief', 'administrator', 'Вера Главная');
  money = await hire(world, 'money', 'accountant', 'Раиса Счетова');
  clerk = await hire(world, 'clerk', 'operator', 'Пётр Клерков');
  const chance = new Chance(20_261_129);
  for (const street of ['Оборотная', '=Долговая']) {
    const { house, flats } = await giveHouse(
      world,
      `г. Иркутск, ул. ${street}, д. 1`,
      ['1', '2', '3', '4'],
      [],
    );
    houses.push({ house, place: `${street}, 1`, accounts: flats.map(({ account }) => account) });
    for (const { account } of flats) {
      // months that have no document, sums that recalculations turn round, documents of months before
      const months = chance.some(MONTHS);
      await giveDocuments(world, account, [...months].sort(), {
        opening: chance.below(90_000) - 30_000,
        change: (month) => {
          month.penalty = chance.below(3) === 0 ? chance.below(9000) : 0;
          month.paid = chance.below(3) * chance.below(500_000);
          month.lines[0]!.recalculated = chance.below(800_000) - 400_000;
          month.lines[1]!.benefit = chance.below(2) * chance.below(3000);
        },
      });
    }
  }
});
afterAll(() => world?.stop());

const kopecks = (sum: string): bigint => BigInt(sum.replace('−', '-').replace(/[^\d-]/g, ''));

/** The sums of the line with this title, by the words of their columns. */
function lineOf(page: Page, title: string): Record<string, bigint> {
  const row = page.html
    .querySelectorAll('table.journal tbody tr')
    .find((one) => one.querySelector('th')?.text.replace(/\s+/g, ' ').trim().startsWith(title));
  if (!row) throw new Error(`No line «${title}»: ${page.text}`);
  return Object.fromEntries(
    row
      .querySelectorAll('td[data-label]')
      .map((cell) => [cell.getAttribute('data-label')!, kopecks(cell.text)]),
  );
}

const WORDS: Record<string, string> = {
  'Долг на начало': 'Сальдо на начало',
  'Долг на конец': 'Сальдо на конец',
};

/** What the own turnover sheets of accounts add up to; who has no month of the period keeps what was before. */
async function ownSheets(
  accounts: readonly string[],
  since: string,
  until: string,
): Promise<Record<string, bigint>> {
  const total: Record<string, bigint> = {};
  const add = (name: string, sum: bigint): void => void (total[name] = (total[name] ?? 0n) + sum);
  for (const account of accounts) {
    const rows = await world.database.query<TotalsRow & object>(
      `SELECT ${TOTALS} FROM current_documents WHERE account_id = $1 AND period <= $2::date ORDER BY period DESC`,
      [account, `${until}-01`],
    );
    const months = rows.map(totalsOf).filter(({ month }) => month >= since);
    if (months.length === 0) {
      const before = rows[0] ? totalsOf(rows[0]).closing : 0n;
      for (const name of ['Сальдо на начало', 'Сальдо на конец']) add(name, before);
      continue;
    }
    const sheet = turnoverSheet(months);
    const cells = sheet.total?.cells ?? sheet.rows[0]!.cells;
    for (const { label, sum } of cells) add(WORDS[label] ?? label, kopecks(sum));
  }
  return total;
}

describe('The turnover of a house and a period', () => {
  it.each(MONTHS.flatMap((since, at) => MONTHS.slice(at).map((until) => [since, until] as const)))(
    'is to the kopeck what the sheets of its accounts add up to, from %s to %s',
    async (since, until) => {
      const all = await money.get(`/office/money/turnover?since=${since}&until=${until}`);
      const sums: Record<string, bigint> = {};
      for (const { house, place, accounts } of houses) {
        const own = await ownSheets(accounts, since, until);
        const line = lineOf(all, place);
        const page = await money.get(`/office/money/turnover?since=${since}&until=${until}&house=${house}`);
        for (const [name, sum] of Object.entries(line)) {
          expect([place, name, sum]).toEqual([place, name, own[name] ?? 0n]);
          expect([name, lineOf(page, 'Всего')[name] ?? 0n]).toEqual([name, sum]);
          sums[name] = (sums[name] ?? 0n) + sum;
        }
      }
      expect(lineOf(all, 'Всего')).toEqual(sums);
    },
  );

  it('opens with what the period before it has closed with', async () => {
    for (const [at, month] of MONTHS.entries()) {
      const next = MONTHS[at + 1];
      if (!next) continue;
      const [one, two] = await Promise.all(
        [month, next].map((name) => money.get(`/office/money/turnover?since=${name}&until=${name}`)),
      );
      // an account has its first document in either
      const fresh = await world.database.query<{ sum: string }>(
        `SELECT coalesce(sum(opening_kopecks), 0)::text AS sum FROM current_documents d WHERE period = $1::date
         AND NOT EXISTS (SELECT FROM current_documents b WHERE b.account_id = d.account_id AND b.period < d.period)`,
        [`${next}-01`],
      );
      expect(lineOf(two!, 'Всего')['Сальдо на начало']).toBe(
        lineOf(one!, 'Всего')['Сальдо на конец']! + BigInt(fresh[0]!.sum),
      );
    }
  });

  it('says until which day payments are counted, and where later ones stand, on the page and in the workbook', async () => {
    const { flats, house } = await giveHouse(world, 'г. Иркутск, ул. Учтённая, д. 3', ['1', '2'], []);
    for (const { account } of flats) await giveDocuments(world, account, ['2026-10']);
    const until = 'UPDATE payment_documents SET counted_until = $2 WHERE account_id = $1';
    for (const { account } of flats) await world.database.query(until, [account, '2026-10-25']);
    const query = `?since=2026-10&until=2026-10&house=${house}`;
    const told = async () => {
      const { text } = await money.get(`/office/money/turnover${query}`);
      const { rows } = await openWorkbook((await money.get(`/office/money/turnover.xlsx${query}`)).bytes);
      const note = String(rows.at(-1)![0]).replaceAll('\u00a0', ' ');
      expect(text.replaceAll('\u00a0', ' ')).toContain(note);
      return note;
    };
    expect(await told()).toBe(
      'Оплаты посчитаны как в квитанциях: по 25 октября 2026. Что поступило позже или пришло в файле после выпуска квитанций, стоит в следующем месяце.',
    );
    await world.database.query(until, [flats[1]!.account, '2026-10-31']);
    expect(await told()).toContain('по 31 октября 2026, в части квитанций по 25 октября 2026.');
  });

  it('is a workbook with the same sums, which the journal knows, and in which nothing is a formula', async () => {
    const query = '?since=2026-06&until=2026-10';
    const { rows } = await openWorkbook((await money.get(`/office/money/turnover.xlsx${query}`)).bytes);
    const total = lineOf(await money.get(`/office/money/turnover${query}`), 'Всего');
    expect(rows[0]!.slice(0, 3)).toEqual(['Дом', 'Счетов', 'Сальдо на начало, ₽']);
    expect(Math.round(Number(rows[1]![2]) * 100)).toBe(Number(total['Сальдо на начало']));
    expect(rows.some(([house]) => house === 'г. Иркутск, ул. =Долговая, д. 1')).toBe(true);
    // The line is written when the last byte has left.
    const told = async () => (await list(chief, 'audit', '?filters.action=list.downloaded'))[0]?.['details'];
    await eventually(async () => (await told())?.includes('Оборотная ведомость, июнь'));
  });
});

describe('Debtors', () => {
  const day = (ago: number): string => new Date(Date.now() - ago * DAY_MS).toISOString().slice(0, 10);

  it('owe by age what their last receipts came to, and nothing is lost or doubled', async () => {
    const { flats, house } = await giveHouse(world, 'г. Иркутск, ул. Возрастная, д. 9', ['1'], []);
    const { account } = flats[0]!;
    const documents = await giveDocuments(world, account, ['2026-05', '2026-06', '2026-07', '2026-08'], {
      opening: 70_000,
      change: (month) => void (month.paid = 0),
    });
    const ages = [400, 100, 45, 10];
    // out of the way of the months that they get
    await world.database.query(
      "UPDATE payment_documents SET period = period - interval '10 years' WHERE account_id = $1",
      [account],
    );
    for (const [at, { id }] of documents.entries()) {
      const since = day(ages[at]! + 20).slice(0, 7);
      await world.database.query('UPDATE payment_documents SET due_on = $2, period = $3 WHERE id = $1', [
        ...[id, day(ages[at]!), `${since}-01`],
      ]);
    }
    const came = documents.map(({ closing, opening }) => BigInt(closing - opening));
    const line = () =>
      money.get(`/office/money/debtors?house=${house}`).then((page) => lineOf(page, 'Возрастная'));
    const old = came[0]! + 70_000n;
    expect(await line()).toMatchObject({
      'До 1 месяца': came[3],
      '1–2 месяца': came[2],
      '2–6 месяцев': came[1],
      'Больше 6 месяцев': old,
      'Срок не прошёл': 0n,
      Долг: came[3]! + came[2]! + came[1]! + old,
    });
    // a payment goes to the oldest
    await givePayment(world, account, day(1), Number(old + 100n));
    expect(await line()).toMatchObject({
      'Больше 6 месяцев': 0n,
      '2–6 месяцев': came[1]! - 100n,
      '1–2 месяца': came[2],
    });
    const aged = await money.get(`/office/money/debtors?house=${house}&late=6`);
    expect(aged.text).toContain('Таких долгов нет.');
    const found = await money.get(`/office/money/debtors?place=${encodeURIComponent('возрастная 9')}`);
    expect(found.heading).toBe('Должники: Возрастная, 9');
  });

  it('owe what is past its day; the month whose day has not passed stands apart, up to that day itself', async () => {
    const { flats, house } = await giveHouse(world, 'г. Иркутск, ул. Срочная, д. 7', ['1'], []);
    const { account } = flats[0]!;
    const [late, due] = await giveDocuments(world, account, monthsUntil(thisMonth(), 3).slice(0, 2), {
      change: (month) => void (month.paid = 0),
    });
    const today = dayOfCompany();
    const dues = 'UPDATE payment_documents SET due_on = $2::date + $3::integer WHERE id = $1';
    const line = async () => lineOf(await money.get(`/office/money/debtors?house=${house}`), 'Срочная');
    await world.database.query(dues, [late!.id, today, -1]);
    await world.database.query(dues, [due!.id, today, 0]);
    const [first, second] = [late!.closing, due!.closing - late!.closing].map(BigInt) as [bigint, bigint];
    const words = ['Долг', 'До 1 месяца', 'Срок не прошёл', 'Всего к оплате'] as const;
    const sums = async () => {
      const told = await line();
      return words.map((word) => told[word]);
    };
    expect(await sums()).toEqual([first, first, second, first + second]);
    await world.database.query(dues, [due!.id, today, -1]);
    expect(await sums()).toEqual([first + second, first + second, 0n, first + second]);
    await world.database.query(dues, [late!.id, today, 1]);
    await world.database.query(dues, [due!.id, today, 1]);
    expect((await money.get(`/office/money/debtors?house=${house}`)).text).toContain('Таких долгов нет.');
  });

  it('owe what was told of them today as a debt of former months, which letters to debtors tell of as well', async () => {
    const { flats, house } = await giveHouse(world, 'г. Иркутск, ул. Начальная, д. 2', ['1'], []);
    await world.database.query(
      `WITH told AS (INSERT INTO balance_statements (account_id, as_of, amount_kopecks, batch_id)
         SELECT $1, $2, 70000, max(id) FROM batches RETURNING account_id, amount_kopecks)
       UPDATE accounts a SET balance_kopecks = told.amount_kopecks, balance_on = $2 FROM told WHERE a.id = told.account_id`,
      [flats[0]!.account, dayOfCompany()],
    );
    const line = lineOf(await money.get(`/office/money/debtors?house=${house}`), 'Начальная');
    expect([line['Долг'], line['До 1 месяца'], line['Срок не прошёл']]).toEqual([70_000n, 70_000n, 0n]);
  });

  it('of all houses are what their accounts owe, and the balances of the company', async () => {
    const all = await money.get('/office/money/debtors');
    const total = lineOf(all, 'Всего');
    const parts = ['До 1 месяца', '1–2 месяца', '2–6 месяцев', 'Больше 6 месяцев'];
    expect(parts.reduce((sum, part) => sum + total[part]!, 0n)).toBe(total['Долг']);
    expect(total['Долг']! + total['Срок не прошёл']!).toBe(total['Всего к оплате']);
    const [owed] = await world.database.query<{ sum: string }>(
      'SELECT sum(balance_kopecks)::text AS sum FROM accounts WHERE balance_kopecks > 0',
    );
    // who only owes what is not due yet is no debtor
    expect(total['Всего к оплате']! <= BigInt(owed!.sum)).toBe(true);
    const { rows } = await openWorkbook((await money.get('/office/money/debtors.xlsx')).bytes);
    const old = await money.get('/office/money/debtors.xlsx?late=2');
    expect(decodeURIComponent(old.headers['content-disposition']!)).toContain('Должники, старше 2 месяцев');
    const column = rows[0]!.indexOf('Долг, ₽');
    const sum = rows.slice(1).reduce((before, row) => before + Math.round(Number(row[column]) * 100), 0);
    expect(BigInt(sum)).toBe(total['Долг']);
  });

  it('are told of a house that there is not, by the words that were typed', async () => {
    const page = await money.get(`/office/money/debtors?place=${encodeURIComponent('несуществующая 5')}`);
    expect(page.text).toContain('Дом «несуществующая 5» не нашли, показаны все дома.');
  });
});

describe('Payments of a day', () => {
  it('stand by source and load, those that wait apart, and add up', async () => {
    const { flats } = await giveHouse(world, 'г. Иркутск, ул. Платёжная, д. 3', ['1'], []);
    const { account } = flats[0]!;
    await givePayment(world, account, '2026-11-17', 12_345, 'Касса');
    await givePayment(world, account, '2026-11-17', 55, 'Сбербанк');
    await world.database.query(
      `INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
       SELECT max(id), 'payments', 5, '', 700, '{"type":"payment","paidOn":"2026-11-17","source":"Касса"}' FROM batches`,
    );
    const page = await money.get('/office/money/payments?since=2026-11-17');
    expect(page.text).toContain('Всего за 17 ноября 2026: 3 платежа на 131,00 ₽');
    expect(page.text).toMatch(/Разнесено.*Касса.*123,45 ₽.*Сбербанк.*0,55 ₽.*Ждёт разноски.*Касса.*7,00 ₽/);
    expect(
      (await money.get('/office/money/payments?since=2026-11-17&house=' + houses[0]!.house)).text,
    ).toContain('Платежей за это время нет.');
    const { rows } = await openWorkbook(
      (await clerk.get('/office/money/payments.xlsx?since=2026-11-17')).bytes,
    );
    expect(rows.map(([state]) => state)).toEqual(['Состояние', 'Разнесено', 'Разнесено', 'Ждёт разноски']);
    expect(
      (await clerk.get('/office/money/payments?since=2026-11-17')).html.querySelector(
        'main a[href*=batches]',
      ),
    ).toBeNull();
  });

  it('of a period are called so, and of a turned or an endless one there is none: what was typed stays', async () => {
    const page = await money.get('/office/money/payments?since=2026-11-01&until=2026-11-20');
    expect(page.heading).toBe('Платежи за период');
    const written = await money.get('/office/money/payments?since=01.11.2026&until=20.11.2026');
    expect([written.heading, written.html.querySelector('main')!.text]).toEqual([
      page.heading,
      page.html.querySelector('main')!.text,
    ]);
    const months = await money.get('/office/money/turnover?since=09.2026&until=10.2026');
    const same = await money.get('/office/money/turnover?since=2026-09&until=2026-10');
    expect(months.html.querySelector('main')!.text).toBe(same.html.querySelector('main')!.text);
    for (const [query, told] of [
      ['payments?since=2026-11-20&until=2026-11-10', 'Последний день раньше первого. Измените период.'],
      ['payments?since=1990-01-01&until=2026-11-10', 'Отчёт строится не больше чем за год. Измените период.'],
      [
        'payments?since=2026-10-01&until=2026-11-31',
        '«2026-11-31» не найти в календаре: нужно, например, 31.10.2026. Измените период.',
      ],
      [
        'turnover?since=2026-10&until=2026-13',
        '«2026-13» не найти в календаре: нужно, например, 2026-10. Измените период.',
      ],
      ['turnover?since=2026-11&until=2026-10', 'Последний месяц раньше первого. Измените период.'],
      [
        'turnover?since=1990-01&until=2026-10',
        'Ведомость строится не больше чем за 60 месяцев. Измените период.',
      ],
    ] as const) {
      const refused = await money.get(`/office/money/${query}`);
      expect([query, refused.errorOf('until')]).toEqual([query, told]);
      const typed = new URLSearchParams(query.split('?')[1]);
      const form = refused.form(/money/);
      expect([form.value('since'), form.value('until')]).toEqual([typed.get('since'), typed.get('until')]);
      expect(refused.html.querySelector('table')).toBeNull();
      expect((await money.get(`/office/money/${query.replace('?', '.xlsx?')}`)).status).toBe(400);
    }
  });

  it('show a thousand lines of them, and add up all', async () => {
    await world.database.query(
      `INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
       SELECT (SELECT max(id) FROM batches), 'payments', n, '', 100,
         jsonb_build_object('type', 'payment', 'paidOn', '2026-03-03', 'source', 'Терминал ' || n)
       FROM generate_series(1, 1002) n`,
    );
    const page = await money.get('/office/money/payments?since=2026-03-03');
    expect(page.text).toContain('И ещё 2 строки: все они есть в таблице Excel');
    expect(page.text).toContain('Всего за 3 марта 2026: 1002 платежа на 1 002,00 ₽');
  });

  it('take bad days and houses for none', async () => {
    for (const query of ['since=2026-02-31', 'since=x&until=y', 'house=1', "since=';--"]) {
      expect((await money.get(`/office/money/payments?${query}`)).status).toBe(200);
      expect((await money.get(`/office/money/turnover?${query}`)).status).toBe(200);
      expect((await money.get(`/office/money/debtors?${query}`)).status).toBe(200);
    }
  });
});

describe('Reports of a large company', () => {
  it('are asked for by house or on purpose, and the workbook stands ready', async () => {
    const [{ reltuples }] = (await world.database.query<{ reltuples: number }>(
      "SELECT reltuples::float8 FROM pg_class WHERE oid = 'accounts'::regclass",
    )) as [{ reltuples: number }];
    const reckon = (tuples: number) =>
      world.database.query(
        "UPDATE pg_class SET reltuples = $1, relpages = greatest(relpages, 1) WHERE oid = 'accounts'::regclass",
        [tuples],
      );
    await reckon(2_000_000);
    try {
      for (const report of ['debtors', 'turnover']) {
        const path = `/office/money/${report}`;
        const asked = await money.get(`${path}?place=${encodeURIComponent('несуществующая 5')}`);
        expect(asked.text).toContain('Счетов в компании много. Выберите дом или скачайте отчёт в Excel.');
        expect(asked.text).toContain('Дом «несуществующая 5» не нашли.');
        expect(asked.html.querySelector('table')).toBeNull();
        expect(asked.link('Скачать в Excel')).toContain(`${path}.xlsx`);
        const whole = await asked.click('показать всю компанию здесь');
        expect(lineOf(whole, 'Всего')).not.toEqual({});
        const house = await money.get(`${path}?house=${houses[0]!.house}`);
        expect(house.text).not.toContain('Счетов в компании много');
      }
    } finally {
      await reckon(reltuples);
    }
  });

  it('may take longer than pages may', async () => {
    const [view] = await world.database.query<{ sql: string }>(
      "SELECT rtrim(pg_get_viewdef('house_addresses'::regclass), ';') AS sql",
    );
    const define = (sql: string) => world.database.query(`CREATE OR REPLACE VIEW house_addresses AS ${sql}`);
    await define(`SELECT * FROM (${view!.sql}) v WHERE (SELECT pg_sleep(11)) IS NOT NULL`);
    try {
      const answers = await Promise.all(
        ['debtors', 'turnover'].map((report) => money.get(`/office/money/${report}`)),
      );
      expect(answers.map(({ status }) => status)).toEqual([200, 200]);
    } finally {
      await define(view!.sql);
    }
  });
});
