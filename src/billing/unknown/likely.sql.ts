import { Prepared } from '../../core/database.js';
import { accountsLike } from '../accounts-like.sql.js';

/** An account that a row may be of. */
export interface LikelyAccount {
  readonly id: string;
  readonly number: string;
  readonly address: string;
  readonly unit: string;
  readonly owner_name: string;
  readonly closed: boolean;
  readonly balance_kopecks: string | null;
  readonly balance_on: string | null;
}

const PEOPLE = `ARRAY(SELECT r.full_name FROM active_links k JOIN residents r ON r.id = k.user_id WHERE k.account_id = a.id) AS people`;

const SHOWN = `a.id, a.number, a.address, a.unit, a.owner_name, a.closed, a.balance_kopecks, a.balance_on::text`;

/** Accounts that numbers ($1) may mean as they are written, with the zeros that Excel eats, or as ГИС ЖКХ knows them. */
export const BY_NUMBER = new Prepared<LikelyAccount & { written: string }>(
  'accounts by written numbers',
  `SELECT DISTINCT ON (a.id) ${SHOWN}, t.text AS written
   FROM unnest($1::text[]) t (text) CROSS JOIN LATERAL (${accountsLike('t.text')}) l JOIN account_places a ON a.id = l.id
   WHERE t.text <> '' ORDER BY a.id LIMIT 20`,
);

/** The same of each text ($1) for itself, and of all of them: several may mean one account. */
export const BY_EACH_NUMBER = new Prepared<LikelyAccount & { written: string }>(
  'accounts by each written number',
  `SELECT ${SHOWN}, t.text AS written
   FROM unnest($1::text[]) t (text) CROSS JOIN LATERAL (${accountsLike('t.text')}) l JOIN account_places a ON a.id = l.id
   WHERE t.text <> '' ORDER BY t.text, a.id`,
);

/** Accounts whose numbers are among these, the first of them first, with the names of all who have linked them. */
export const BY_NEAR_NUMBER = new Prepared<LikelyAccount & { written: string; people: string[] }>(
  'accounts by near numbers',
  `SELECT ${SHOWN}, t.text AS written, ${PEOPLE}
   FROM unnest($1::text[]) WITH ORDINALITY t (text, place) CROSS JOIN LATERAL (
     SELECT id FROM account_places n WHERE n.number = t.text
     UNION SELECT id FROM account_places n
       WHERE ltrim(n.number, '0') = ltrim(t.text, '0') AND length(ltrim(t.text, '0')) >= 4) l
   JOIN account_places a ON a.id = l.id ORDER BY t.place LIMIT 250`,
);

/** Accounts by their ids, to be shown, with the names of all who have linked them. */
export const BY_ID = new Prepared<LikelyAccount & { people: string[] }>(
  'accounts by ids',
  `SELECT ${SHOWN}, ${PEOPLE} FROM account_places a WHERE a.id = ANY ($1::uuid[])`,
);
