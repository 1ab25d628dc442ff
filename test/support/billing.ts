import { randomUUID } from 'node:crypto';
import type { World } from './world.js';

/** A line of a payment document: volumes in thousandths, tariff and sums in kopecks. */
interface GivenLine {
  service: string;
  unit: string;
  volume: number | null;
  common?: number;
  tariff: number | null;
  /** Volume by tariff, where it is not told. */
  charged?: number;
  recalculated?: number;
  reason?: string;
  benefit?: number;
  factor?: string;
  increase?: number;
}

/** What a month brings, in kopecks; a test may change it before it is written. */
interface GivenMonth {
  /** `2026-10`. */
  month: string;
  lines: GivenLine[];
  penalty: number;
  /** Paid on the 12th and counted in this document; at first what the month before has left. */
  paid: number;
}

/** A payment document as it stands in the database now. */
export interface GivenDocument {
  id: string;
  month: string;
  opening: number;
  charged: number;
  recalculated: number;
  benefit: number;
  penalty: number;
  paid: number;
  closing: number;
  lines: number;
}

interface Options {
  /** What was owed before the first month. */
  opening?: number;
  change?: (month: GivenMonth, index: number) => void;
}

/** The months that end with the given one: three until `2026-10` are August, September and October. */
export function monthsUntil(last: string, count: number): string[] {
  const [year, month] = last.split('-').map(Number);
  return Array.from({ length: count }, (_, index) =>
    new Date(Date.UTC(year!, month! - count + index, 1)).toISOString().slice(0, 7),
  );
}

/** An account of its own house, linked to a resident who has registered; gives its id. */
export async function giveAccount(world: World, login: string, number: string): Promise<string> {
  const [account] = await world.database.query<{ id: string }>(
    `WITH house AS (INSERT INTO houses (address) VALUES ('г. Иркутск, ул. Квитанций, д. ' || $2) RETURNING id),
          unit AS (INSERT INTO units (house_id, number) SELECT id, '15' FROM house RETURNING id),
          account AS (INSERT INTO accounts (unit_id, number, owner_name, total_area, residents)
                      SELECT id, $2, 'Белова Ирина Петровна', 54.3, 2 FROM unit RETURNING id),
          link AS (INSERT INTO account_links (user_id, account_id)
                   SELECT u.id, account.id FROM users u, account WHERE u.login = $1)
     SELECT id FROM account`,
    [login, number],
  );
  return account!.id;
}

/**
 * Payment documents of an account as an import leaves them, one for each month, by default those up to October 2026;
 * ten lines each, with a payment a month, and the balance of the account set by them.
 */
export async function giveDocuments(
  world: World,
  accountId: string,
  months: number | readonly string[],
  { opening = 0, change }: Options = {},
): Promise<GivenDocument[]> {
  const batch = await giveBatch(world, 'charges');
  const given: GivenDocument[] = [];
  let owed = opening;
  for (const [index, month] of (typeof months === 'number'
    ? monthsUntil('2026-10', months)
    : months
  ).entries()) {
    const draft: GivenMonth = { month, lines: usualLines(month), penalty: 0, paid: Math.max(0, owed) };
    change?.(draft, index);
    const document = await writeDocument(world, accountId, batch, draft, owed);
    given.push(document);
    owed = document.closing;
  }
  await refreshBalance(world, accountId);
  return given;
}

/** A payment that no document has counted yet. */
export async function givePayment(
  world: World,
  accountId: string,
  paidOn: string,
  amount: number,
  source = 'Сбербанк',
): Promise<void> {
  await writePayment(world, accountId, await giveBatch(world, 'payments'), paidOn, amount, source, null);
  await refreshBalance(world, accountId);
}

/** A batch as an import leaves it; gives its id. */
async function giveBatch(world: World, kind: 'charges' | 'payments' | 'balances'): Promise<string> {
  const [batch] = await world.database.query<{ id: string }>(
    `INSERT INTO batches (kind, format, file_name, sha256) VALUES ($1, 'test', 'test.csv', $2) RETURNING id`,
    [kind, randomUUID()],
  );
  return batch!.id;
}

/** A line of one sum, without volume and tariff. */
export function giveLine(service: string, charged: number): GivenLine {
  return { service, unit: '', volume: null, tariff: null, charged };
}

/** What a flat of 54,3 m² is charged for; more heat in winter, more water in even months. */
function usualLines(month: string): GivenLine[] {
  const number = Number(month.slice(5));
  const heat = [1420, 1310, 1105, 640, 150, 0, 0, 0, 210, 760, 1090, 1385][number - 1]!;
  const cold = 4120 + (number % 2 === 0 ? 845 : 0);
  const hot = 2305 + (number % 3) * 410;
  const line = (service: string, unit: string, volume: number | null, tariff: number | null, more = {}) => ({
    service,
    unit,
    volume,
    tariff,
    ...more,
  });
  return [
    line('Отопление', 'Гкал', heat, 210_543),
    line('Холодное водоснабжение', 'м³', cold, 2351, { common: 113 }),
    line('Горячее водоснабжение', 'м³', hot, 16_327),
    line('Водоотведение', 'м³', cold + hot, 2734),
    line('Электроснабжение', 'кВт·ч', 168_000 + number * 3000, 166),
    line('Электроэнергия на содержание общего имущества', 'кВт·ч', null, 166, { common: 7413 }),
    line('Содержание жилого помещения', 'м²', 54_300, 2816),
    line('Обращение с твердыми коммунальными отходами', 'чел.', 2000, 9845),
    line('Взнос на капитальный ремонт', 'м²', 54_300, 1208),
    giveLine('Домофон', 4500),
  ];
}

async function writeDocument(
  world: World,
  accountId: string,
  batch: string,
  { month, lines, penalty, paid }: GivenMonth,
  opening: number,
): Promise<GivenDocument> {
  const rows = lines.map((line) => ({ ...line, sum: line.charged ?? product(line) }));
  const add = (value: (line: (typeof rows)[number]) => number | undefined) =>
    rows.reduce((total, line) => total + (value(line) ?? 0), 0);
  const charged = add(({ sum, increase = 0 }) => sum + increase);
  const recalculated = add((line) => line.recalculated);
  const benefit = add((line) => line.benefit);
  const closing = opening + charged + recalculated - benefit + penalty - paid;
  const [{ id }] = (await world.database.query<{ id: string }>(
    `INSERT INTO payment_documents (account_id, period, number, batch_id, opening_kopecks, charged_kopecks,
       recalculated_kopecks, benefit_kopecks, penalty_kopecks, paid_kopecks, closing_kopecks, counted_until, due_on)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) RETURNING id`,
    [
      accountId,
      `${month}-01`,
      `${month}-77`,
      batch,
      opening,
      charged,
      recalculated,
      benefit,
      penalty,
      paid,
      closing,
      dayAfterMonth(month, 0),
      workingDay(dayAfterMonth(month, 15)),
    ],
  )) as [{ id: string }];
  for (const [index, line] of rows.entries()) {
    const { recalculated: again = 0, benefit: less = 0, increase = 0 } = line;
    await world.database.query(
      `WITH service AS (INSERT INTO services (name) VALUES ($3) ON CONFLICT (name) DO UPDATE SET name = $3 RETURNING id)
       INSERT INTO charge_lines (document_id, position, service_id, unit, volume, common_volume, tariff, charged_kopecks,
         recalculated_kopecks, recalculation_reason, benefit_kopecks, increase_factor, increase_kopecks, total_kopecks)
       SELECT $1, $2, id, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14 FROM service`,
      [
        id,
        index + 1,
        line.service,
        line.unit,
        line.volume === null ? null : (line.volume / 1000).toFixed(3),
        line.common === undefined ? null : (line.common / 1000).toFixed(3),
        line.tariff === null ? null : (line.tariff / 100).toFixed(2),
        line.sum,
        again,
        line.reason ?? '',
        less,
        line.factor ?? null,
        increase,
        line.sum + increase + again - less,
      ],
    );
  }
  if (paid !== 0) await writePayment(world, accountId, batch, `${month}-12`, paid, 'Сбербанк', id);
  return {
    id,
    month,
    opening,
    charged,
    recalculated,
    benefit,
    penalty,
    paid,
    closing,
    lines: rows.length,
  };
}

async function writePayment(
  world: World,
  accountId: string,
  batch: string,
  paidOn: string,
  amount: number,
  source: string,
  documentId: string | null,
): Promise<void> {
  await world.database.query(
    `INSERT INTO payments (account_id, paid_on, amount_kopecks, source, batch_id, document_id, key)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [accountId, paidOn, amount, source, batch, documentId, randomUUID()],
  );
}

async function refreshBalance(world: World, accountId: string): Promise<void> {
  await world.database.query('SELECT refresh_balances(ARRAY[$1::uuid])', [accountId]);
}

/** Half a kopeck is rounded up. */
function product({ volume, common = 0, tariff }: GivenLine): number {
  return Math.floor((((volume ?? 0) + common) * (tariff ?? 0) + 500) / 1000);
}

/** The given day of the month that follows; 0 is the last day of the month itself. */
function dayAfterMonth(month: string, day: number): string {
  const [year, number] = month.split('-').map(Number);
  return new Date(Date.UTC(year!, number, day)).toISOString().slice(0, 10);
}

function workingDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  while (date.getUTCDay() % 6 === 0) date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}
