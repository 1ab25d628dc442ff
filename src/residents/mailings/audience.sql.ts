import { bounced, hadOn } from '../../mail/mailings/mailings.sql.js';
import type { Chosen } from '../../mail/mailings/mailings.service.js';
import type { Audience } from './audience.js';

/** How many names of a reason are shown. */
export const MOST_NAMES = 30;

/** The number of a flat, where it begins with one. */
const FLAT = `(CASE WHEN p.unit ~ '^\\d{1,6}' THEN substring(p.unit FROM '^\\d{1,6}')::integer END)`;

/** What was charged to an account in so many last months. */
const charged = (months: string): string => `(SELECT coalesce(sum(last.total), 0) FROM (
  SELECT d.charged_kopecks + d.recalculated_kopecks - d.benefit_kopecks + d.penalty_kopecks AS total
  FROM current_documents d WHERE d.account_id = p.id ORDER BY d.period DESC LIMIT ${months}) last)`;

/** Open accounts `p` of an audience. */
function accountsOf({ house, flats, debt, months }: Audience, values: unknown[]): string {
  const value = (one: unknown, type: string): string => `$${values.push(one)}::${type}`;
  const where = [
    'NOT p.closed',
    house !== undefined && `p.house_id = ${value(house, 'uuid')}`,
    flats && `${FLAT} BETWEEN ${value(flats.from, 'integer')} AND ${value(flats.to, 'integer')}`,
    debt !== undefined && `p.balance_kopecks >= ${value(debt, 'bigint')}`,
    months !== undefined &&
      `p.balance_kopecks > 0 AND p.balance_kopecks > ${charged(value(months, 'integer'))}`,
  ];
  return `SELECT p.id FROM account_places p WHERE ${where.filter(Boolean).join(' AND ')}`;
}

/** Residents `u` who have linked one of the accounts, each once. */
const peopleOf = (accounts: string): string => `(
  SELECT DISTINCT l.user_id FROM (${accounts}) a JOIN active_links l ON l.account_id = a.id) c
  JOIN residents u ON u.id = c.user_id`;

/** The first of what keeps a letter from a resident `u`; null where nothing does. */
const REASON = `CASE WHEN u.status = 'blocked' THEN 'blocked'
  WHEN u.status <> 'active' OR NOT u.email_confirmed THEN 'unconfirmed'
  WHEN EXISTS (SELECT FROM letter_refusals f WHERE f.user_id = u.id AND f.topic = 'office') THEN 'refused'
  WHEN ${bounced('u.id', 'u.email')} THEN 'bounced' END`;

/** Who is to get a letter to an audience. */
export function chosenOf(audience: Audience): Chosen {
  const values: unknown[] = [];
  const sql = `SELECT u.id AS user_id FROM ${peopleOf(accountsOf(audience, values))} WHERE ${REASON} IS NULL`;
  return { sql, values };
}

/** Residents of an audience by what keeps the letter from them; those whom nothing keeps by whether they had one on the day. */
export function judgedOf(audience: Audience, day: string): Chosen {
  const values: unknown[] = [];
  const people = peopleOf(accountsOf(audience, values));
  const today = hadOn('j.id', `$${values.push(day)}`);
  const sql = `
    SELECT j.reason, j.reason IS NULL AND ${today} AS today, count(*)::integer AS count,
      (array_agg(jsonb_build_object('id', j.id, 'name', j.full_name) ORDER BY j.full_name, j.id))[1:${MOST_NAMES}] AS names
    FROM (SELECT u.id, u.full_name, ${REASON} AS reason FROM ${people}) j GROUP BY 1, 2`;
  return { sql, values };
}

/** How many accounts an audience has, and how many of them nobody has linked. */
export function accountsCounted(audience: Audience): Chosen {
  const values: unknown[] = [];
  const sql = `SELECT count(*)::integer AS accounts,
      count(*) FILTER (WHERE NOT EXISTS (SELECT FROM active_links l WHERE l.account_id = a.id))::integer AS alone
    FROM (${accountsOf(audience, values)}) a`;
  return { sql, values };
}
