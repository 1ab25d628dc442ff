import { DOOR_ORDER } from '../../accounts/accounts.sql.js';
import { addedBy, dueSince } from '../../accounts/balance.sql.js';
import { type Age, AGES, LEAST_AGES } from './debt-age.js';

/** Kopecks by age, what is late of them and all of them, as the driver gives them. */
type Aged = Record<Age | 'late' | 'total', string>;

/** A house, or the whole company where it has no id: how many owe, and how much of what age. */
export interface HouseDebt extends Aged {
  readonly house_id: string | null;
  readonly house: string | null;
  readonly debtors: number;
}

/** An account that owes. */
export interface AccountDebt extends Aged {
  readonly id: string;
  readonly number: string;
  readonly house: string;
  readonly address: string;
  readonly owner_name: string;
  readonly closed: boolean;
  /** The last day of the last payment that is known. */
  readonly paid_on: string | null;
}

const NAMES = Object.keys(AGES) as Age[];
/** What a month adds; what lowers a debt pays the oldest of it. */
const MONTH = addedBy('d');
const since = (day: string, name: string): string =>
  `coalesce(sum(greatest(${MONTH}, 0)) FILTER (WHERE ${dueSince('d', day)}), 0)::bigint AS ${name}`;

/**
 * Payments go to the oldest month first, so what is owed is what the latest documents came to. Days are $1 today, $2 to $4 a
 * month, two and six before, $5 the house where one is asked for. A rest that no document tells of was there before the first of them, or on
 * the day of the first balance: it is at least as old as that, and late in any case.
 * OFFSET keeps PostgreSQL from writing what is inside into each sum.
 */
const aged = (ofHouse: boolean): string => `
  SELECT o.id, o.house_id, o.owed AS total,
    least(o.owed, o.s0) AS due,
    least(o.owed, o.s1) - least(o.owed, o.s0) + CASE WHEN o.first >= $2::date THEN o.rest ELSE 0 END AS first,
    least(o.owed, o.s2) - least(o.owed, o.s1) + CASE WHEN o.first < $2::date AND o.first >= $3::date THEN o.rest ELSE 0 END AS second,
    least(o.owed, o.s6) - least(o.owed, o.s2) + CASE WHEN o.first < $3::date AND o.first >= $4::date THEN o.rest ELSE 0 END AS half,
    CASE WHEN o.first IS NULL OR o.first < $4::date THEN o.rest ELSE 0 END AS old
  FROM (
    SELECT a.id, a.house_id, a.balance_kopecks AS owed, coalesce(m.s0, 0) AS s0, coalesce(m.s1, 0) AS s1,
      coalesce(m.s2, 0) AS s2, coalesce(m.s6, 0) AS s6,
      greatest(a.balance_kopecks - coalesce(m.s6, 0), 0) AS rest,
      CASE WHEN a.balance_kopecks > coalesce(m.s6, 0) THEN coalesce(
        (SELECT min(f.period) FROM current_documents f WHERE f.account_id = a.id),
        (SELECT min(s.as_of) FROM balance_statements s WHERE s.account_id = a.id AND s.superseded_by IS NULL)) END AS first
    FROM account_places a
    LEFT JOIN (
      SELECT d.account_id, ${since('$1::date', 's0')}, ${since('$2::date', 's1')}, ${since('$3::date', 's2')},
        sum(greatest(${MONTH}, 0))::bigint AS s6
      FROM current_documents d
      WHERE ${dueSince('d', '$4::date')}
        ${ofHouse ? 'AND d.account_id IN (SELECT h.id FROM account_places h WHERE h.house_id = $5)' : ''}
      GROUP BY d.account_id) m ON m.account_id = a.id
    WHERE a.balance_kopecks > 0 ${ofHouse ? 'AND a.house_id = $5' : ''}
    OFFSET 0) o`;

const sums = ['total', 'late', ...NAMES].map((name) => `sum(g.${name})::bigint AS ${name}`).join(', ');

/** The same with what is late, which is what a debt is. */
const agedOf = (least: string, ofHouse: boolean): string => {
  const ages = (LEAST_AGES[least] ?? LEAST_AGES['any']!).ages;
  return `(SELECT every.*, every.total - every.due AS late FROM (${aged(ofHouse)}) every WHERE ${ages.map((age) => `every.${age}`).join(' + ')} > 0)`;
};

/** Houses with debts of an age, the greatest debt first, after the line of all of them. */
export const housesInDebt = (least: string, ofHouse: boolean): string => `
  SELECT s.*, h.address AS house FROM (
    SELECT g.house_id, count(*)::integer AS debtors, ${sums} FROM ${agedOf(least, ofHouse)} g GROUP BY GROUPING SETS ((), (g.house_id))
  ) s LEFT JOIN house_addresses h ON h.id = s.house_id ORDER BY s.house_id IS NOT NULL, s.late DESC NULLS LAST, h.address COLLATE ru_numeric`;

/** Accounts with debts of an age, house by house and door by door. */
export const accountsInDebt = (least: string, ofHouse: boolean): string => `
  SELECT g.*, a.number, a.house, a.address, a.owner_name, a.closed,
    (SELECT max(p.paid_on)::text FROM payments p WHERE p.account_id = g.id AND p.amount_kopecks > 0) AS paid_on
  FROM ${agedOf(least, ofHouse)} g JOIN account_places a ON a.id = g.id ORDER BY a.house, a.house_id, ${DOOR_ORDER}`;
