import { mayIn } from '../../accounts/household/rights.sql.js';
import { addedBy, lateOf } from '../../accounts/balance.sql.js';
import { BOUNCED, hadOn } from '../../mail/mailings/mailings.sql.js';
import type { Chosen } from '../../mail/mailings/mailing-settler.js';
import type { Audience } from './audience.js';

/** How many names of a reason are shown. */
export const MOST_NAMES = 30;

/** The number of a flat, where it begins with one; parking places and cellars have numbers of their own. */
const FLAT = `(CASE WHEN p.unit_type IN ('flat', 'apartment', 'room') AND p.unit ~ '^\\d{1,6}' THEN substring(p.unit FROM '^\\d{1,6}')::integer END)`;

/** What was charged to an account in so many last months that were to be paid before a day. */
const charged = (months: string, day: string): string => `(SELECT coalesce(sum(last.total), 0) FROM (
  SELECT ${addedBy('d')} AS total FROM current_documents d
  WHERE d.account_id = p.id AND d.due_on < ${day} ORDER BY d.period DESC LIMIT ${months}) last)`;

/** What is true of the accounts `p` of an audience; a debt is what is late on the day. */
function holdsOf({ house, flats, debt, months }: Audience, day: string, values: unknown[]): string {
  const value = (one: unknown, type: string): string => `$${values.push(one)}::${type}`;
  const owes = debt !== undefined || months !== undefined;
  const today = owes ? value(day, 'date') : '';
  const least = debt === undefined ? '' : value(debt, 'bigint');
  const where = [
    'NOT p.closed',
    house !== undefined && `p.house_id = ${value(house, 'uuid')}`,
    flats && `${FLAT} BETWEEN ${value(flats.from, 'integer')} AND ${value(flats.to, 'integer')}`,
    owes && 'p.balance_kopecks > 0',
    debt !== undefined && `p.balance_kopecks >= ${least} AND ${lateOf('p', today)} >= ${least}`,
    months !== undefined &&
      `${lateOf('p', today)} > greatest(${charged(value(months, 'integer'), today)}, 0)`,
  ];
  return where.filter(Boolean).join(' AND ');
}

/** A letter to those who owe is about money, so it goes to those of a household who may know of it. */
function mayRead({ debt, months }: Audience): string {
  return debt === undefined && months === undefined ? 'true' : mayIn('l', 'money');
}

const REFUSED = `(SELECT user_id FROM letter_refusals WHERE topic = 'office')`;

/**
 * So many of those who are to get a letter to an audience, after a resident in the order of their ids. What is asked of each is
 * said as joins: a company is walked along its indexes, a house is looked at alone.
 */
export function chosenOf(audience: Audience, day: string, after: string, most: number): Chosen {
  const values: unknown[] = [after, most];
  const sql = `SELECT u.id AS user_id FROM residents u
    WHERE u.id > $1::uuid AND u.status = 'active' AND u.email_confirmed
      AND EXISTS (SELECT FROM active_links l JOIN account_places p ON p.id = l.account_id
        WHERE l.user_id = u.id AND l.user_id > $1::uuid AND ${holdsOf(audience, day, values)} AND ${mayRead(audience)})
      AND NOT EXISTS (SELECT FROM ${REFUSED} f WHERE f.user_id = u.id)
      AND NOT EXISTS (SELECT FROM ${BOUNCED} b WHERE b.user_id = u.id AND b.recipient = u.email)
    ORDER BY u.id LIMIT $2`;
  return { sql, values };
}

/**
 * Residents of an audience by the first of what keeps the letter from them, those whom nothing keeps by whether they had one on
 * the day; names of those alone who do not get it at once.
 */
export function judgedOf(audience: Audience, day: string): Chosen {
  const values: unknown[] = [];
  const holds = holdsOf(audience, day, values);
  const sql = `
    WITH people AS MATERIALIZED (
      SELECT l.user_id AS id, bool_or(${mayRead(audience)}) AS may_read
      FROM account_places p JOIN active_links l ON l.account_id = p.id WHERE ${holds} GROUP BY l.user_id),
    judged AS MATERIALIZED (
      SELECT id, reason, reason IS NULL AND had AS today FROM (
        SELECT u.id, d.user_id IS NOT NULL AS had,
          CASE WHEN u.status = 'blocked' THEN 'blocked'
            WHEN u.status <> 'active' OR NOT u.email_confirmed THEN 'unconfirmed'
            WHEN NOT people.may_read THEN 'money'
            WHEN f.user_id IS NOT NULL THEN 'refused'
            WHEN b.user_id IS NOT NULL THEN 'bounced' END AS reason
        FROM people JOIN residents u ON u.id = people.id
        LEFT JOIN ${REFUSED} f ON f.user_id = u.id
        LEFT JOIN ${BOUNCED} b ON b.user_id = u.id AND b.recipient = u.email
        LEFT JOIN ${hadOn(`$${values.push(day)}`)} d ON d.user_id = u.id) j),
    names AS (
      SELECT reason, today, json_agg(json_build_object('id', id, 'name', full_name) ORDER BY place) AS names
      FROM (SELECT j.reason, j.today, u.id, u.full_name,
              row_number() OVER (PARTITION BY j.reason, j.today ORDER BY u.full_name, u.id) AS place
            FROM judged j JOIN residents u ON u.id = j.id WHERE j.reason IS NOT NULL OR j.today) n
      WHERE place <= ${MOST_NAMES} GROUP BY 1, 2)
    SELECT g.reason, g.today, g.count, coalesce(n.names, '[]') AS names
    FROM (SELECT reason, today, count(*)::integer AS count FROM judged GROUP BY 1, 2) g
    LEFT JOIN names n ON n.reason IS NOT DISTINCT FROM g.reason AND n.today = g.today`;
  return { sql, values };
}

/** How many accounts an audience has, and how many of them nobody has linked. */
export function accountsCounted(audience: Audience, day: string): Chosen {
  const values: unknown[] = [];
  const sql = `SELECT count(*)::integer AS accounts,
      count(*) FILTER (WHERE NOT EXISTS (SELECT FROM active_links l WHERE l.account_id = p.id))::integer AS alone
    FROM account_places p WHERE ${holdsOf(audience, day, values)}`;
  return { sql, values };
}
