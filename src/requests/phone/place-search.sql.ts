import { Prepared } from '../../core/database.js';

/** A flat that was found, and how: `name` and `phone` are of the resident or the earlier caller that led to it. */
export interface FlatRow {
  id: string;
  house_id: string;
  address: string;
  unit: string;
  number: string;
  owner_name: string;
  closed: boolean;
  name: string | null;
  phone: string | null;
}

/** So many more than are shown that the best are among them. */
const MOST_FLATS = 60;

const FLAT = 'a.id, a.house_id, a.address, a.unit, a.number, a.owner_name, a.closed';

/** Begins with `$1`, by an index: `LIKE $1` of a prepared query would not use it. */
const begins = (sql: string, with_: string): string =>
  `${sql} ~>=~ ${with_} AND ${sql} ~<~ (${with_} || chr(1114111))`;

/** A linked resident, the one with a telephone first. */
const LINKED = `LEFT JOIN LATERAL (
  SELECT r.full_name AS name, r.phone FROM active_links l JOIN residents r ON r.id = l.user_id
  WHERE l.account_id = a.id ORDER BY r.phone = '', l.created_at LIMIT 1) r ON true`;

/** Flats of houses, each house with the flat that was said; what holds these digits follows the flat itself. */
export const FLATS_OF = new Prepared<FlatRow & { exact: boolean }>(
  'flats of',
  `SELECT ${FLAT}, a.exact, r.name, r.phone FROM (
     SELECT p.*, lower(p.unit COLLATE "ru-x-icu") = w.flat AS exact, w.place
     FROM unnest($1::uuid[], $2::text[]) WITH ORDINALITY AS w (house_id, flat, place)
     JOIN account_places p ON p.house_id = w.house_id AND CASE WHEN w.flat = '' THEN p.unit = ''
       ELSE position(w.flat IN lower(p.unit COLLATE "ru-x-icu")) > 0 END
     ORDER BY exact DESC, w.place, p.closed, length(p.unit), p.unit LIMIT ${MOST_FLATS}) a
   ${LINKED} ORDER BY a.exact DESC, a.place, a.closed, length(a.unit), a.unit`,
);

/** By the number of an account, with or without zeros in front, or by how it ends. */
export const BY_NUMBER = new Prepared<FlatRow>(
  'flats by number',
  `SELECT ${FLAT}, r.name, r.phone FROM (
     (SELECT id, 1 AS place FROM account_places WHERE ltrim(number, '0') = ltrim($1, '0') AND ltrim($1, '0') <> '')
     UNION ALL
     (SELECT id, 2 FROM account_places WHERE ${begins('reverse(number)', 'reverse($1)')} LIMIT ${MOST_FLATS})
   ) f JOIN account_places a ON a.id = f.id ${LINKED} ORDER BY f.place, a.closed, a.number`,
);

/** By the telephone of a linked resident, or of somebody who has called from a flat before; `$1` is how it ends. */
export const BY_PHONE = new Prepared<FlatRow>(
  'flats by phone',
  `SELECT ${FLAT}, f.name, f.phone FROM (
     (SELECT l.account_id, r.full_name AS name, r.phone, 1 AS place
      FROM residents r JOIN active_links l ON l.user_id = r.id
      WHERE r.phone <> '' AND ${begins('reverse(r.phone)', 'reverse($1)')} LIMIT ${MOST_FLATS})
     UNION ALL
     (SELECT account_id, applicant, phone, 2 FROM service_requests
      WHERE phone <> '' AND ${begins('reverse(phone)', 'reverse($1)')} AND account_id IS NOT NULL LIMIT ${MOST_FLATS})
   ) f JOIN account_places a ON a.id = f.account_id ORDER BY f.place, a.closed, a.number`,
);

const named = (sql: string): string =>
  `' ' || search_key(${sql}) LIKE ALL (ARRAY(SELECT '% ' || search_key(n) || '%' FROM unnest($2::text[]) n))`;

/** By how a surname begins, of an owner or a linked resident; `$2` is how the other names begin. */
export const BY_SURNAME = new Prepared<FlatRow>(
  'flats by surname',
  `SELECT ${FLAT}, coalesce(f.name, r.name) AS name, coalesce(f.phone, r.phone) AS phone FROM (
     (SELECT id, NULL AS name, NULL AS phone, 1 AS place FROM account_places
      WHERE ${begins('search_key(owner_name)', 'search_key($1)')} AND ${named('owner_name')} LIMIT ${MOST_FLATS})
     UNION ALL
     (SELECT l.account_id, r.full_name, r.phone, 2 FROM residents r JOIN active_links l ON l.user_id = r.id
      WHERE ${begins('search_key(r.last_name)', 'search_key($1)')} AND ${named('r.full_name')} LIMIT ${MOST_FLATS})
   ) f JOIN account_places a ON a.id = f.id ${LINKED} ORDER BY f.place, a.closed, a.owner_name, a.number`,
);
