import { DOOR_ORDER } from '../../accounts/accounts.sql.js';

/** The sums of a turnover sheet in their order, and what they are called. */
export const TURNOVER = {
  opening: 'Сальдо на начало',
  charged: 'Начислено',
  recalculated: 'Перерасчёты',
  benefit: 'Льготы',
  penalty: 'Пени',
  paid: 'Оплачено',
  closing: 'Сальдо на конец',
} as const;
export type TurnoverSum = keyof typeof TURNOVER;

/** Until which days the last receipts have counted payments, the earliest and the latest; null without any. */
export interface Counted {
  readonly counted_first: string | null;
  readonly counted_last: string | null;
}

/** Kopecks, as the driver gives them. */
export type TurnoverSums = Record<TurnoverSum, string>;

/** A house, or the whole company where it has no id. */
export interface HouseTurnover extends TurnoverSums, Counted {
  readonly house_id: string | null;
  readonly house: string | null;
  readonly accounts: number;
  /** Of them without a document in the period: their balance is carried. */
  readonly idle: number;
}

/** An account of a house. */
export interface AccountTurnover extends TurnoverSums, Counted {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly owner_name: string;
  readonly closed: boolean;
}

const MOVES = ['charged', 'recalculated', 'benefit', 'penalty', 'paid'] as const;
// what lowers a debt has a minus, as on the sheet of an account; what was paid has a column that says so
const moved = MOVES.map(
  (name) => `${name === 'benefit' ? '-' : ''}sum(d.${name}_kopecks)::bigint AS ${name}`,
).join(', ');
const sums = Object.keys(TURNOVER)
  .map((name) => `sum(t.${name})::bigint AS ${name}`)
  .join(', ');
const BEFORE = `(SELECT b.closing_kopecks FROM current_documents b
  WHERE b.account_id = a.id AND b.period < $1::date ORDER BY b.period DESC LIMIT 1)`;
const edge = (order: string, column: string): string => `(SELECT e.${column}_kopecks FROM current_documents e
  WHERE e.account_id = a.id AND e.period BETWEEN $1::date AND $2::date ORDER BY e.period ${order} LIMIT 1)`;

/**
 * Accounts from the month $1 to the month $2, of the house $3 where one is asked for: they open with their first document of
 * the period and close with the last, as their own sheet does. Who has none keeps the balance of the last document before.
 */
const accounts = (ofHouse: boolean): string => `
  SELECT e.* FROM (
    SELECT a.id AS account_id, ${MOVES.map((name) => `coalesce(m.${name}, 0) AS ${name}`).join(', ')},
      m.account_id IS NULL AS idle, m.counted,
      CASE WHEN m.account_id IS NULL THEN ${BEFORE} ELSE coalesce(m.at_first, ${edge('ASC', 'opening')}) END AS opening,
      CASE WHEN m.account_id IS NULL THEN ${BEFORE} ELSE coalesce(m.at_last, ${edge('DESC', 'closing')}) END AS closing
    FROM account_places a LEFT JOIN (
      SELECT d.account_id, ${moved}, max(d.counted_until)::text AS counted, max(d.opening_kopecks) FILTER (WHERE d.period = $1::date) AS at_first,
        max(d.closing_kopecks) FILTER (WHERE d.period = $2::date) AS at_last
      FROM current_documents d WHERE d.period BETWEEN $1::date AND $2::date
        ${ofHouse ? 'AND d.account_id IN (SELECT h.id FROM account_places h WHERE h.house_id = $3)' : ''}
      GROUP BY d.account_id) m ON m.account_id = a.id
    ${ofHouse ? 'WHERE a.house_id = $3' : ''}
    OFFSET 0) e
  WHERE e.opening IS NOT NULL`;

/** Houses in the order of their addresses, after the line of all of them. */
export const housesTurnover = (ofHouse: boolean): string => `
  SELECT s.*, h.address AS house FROM (
    SELECT a.house_id, count(*)::integer AS accounts, (count(*) FILTER (WHERE t.idle))::integer AS idle, ${sums},
      min(t.counted) AS counted_first, max(t.counted) AS counted_last
    FROM (${accounts(ofHouse)}) t JOIN account_places a ON a.id = t.account_id GROUP BY GROUPING SETS ((), (a.house_id))
  ) s LEFT JOIN house_addresses h ON h.id = s.house_id ORDER BY s.house_id IS NOT NULL, h.address COLLATE ru_numeric`;

/** Accounts of a house, door by door. */
export const ACCOUNTS_TURNOVER = `
  SELECT a.id, t.*, t.counted AS counted_first, t.counted AS counted_last, a.number, a.address, a.owner_name, a.closed
  FROM (${accounts(true)}) t JOIN account_places a ON a.id = t.account_id ORDER BY a.house, a.house_id, ${DOOR_ORDER}`;

/** The last month that anything was charged for, to begin with. */
export const LAST_MONTH = `SELECT to_char(max(period), 'YYYY-MM') AS month FROM current_documents`;
