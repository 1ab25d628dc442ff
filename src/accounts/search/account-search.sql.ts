import { Prepared } from '../../core/database.js';
import { ADDRESS_ORDER } from '../accounts.sql.js';

/** An account that was found, with the names of who has linked it. */
export interface FoundAccount {
  id: string;
  number: string;
  house_id: string;
  house: string;
  address: string;
  unit: string;
  owner_name: string;
  closed: boolean;
  balance_kopecks: string | null;
  balance_on: string | null;
  residents: string[];
}

/** A house that was found, with the number of its open accounts. */
export interface FoundHouse {
  id: string;
  address: string;
  accounts: number;
  /** Fits better than any other. */
  sure?: boolean;
  /** The address before a merge, where it was found by that. */
  former?: string;
}

/** So many more than are shown that the best are among them: a house of many entrances. */
export const MOST_LOOKED_AT = 400;
const MOST_WORDS = 60;

/** Writes the keys of what has changed since, a portion at a time; `noted` tells whether anything had. */
export const REFRESH = new Prepared<{ taken: number; noted: boolean }>(
  'refresh keys',
  'SELECT refresh_account_keys($1) AS taken, EXISTS (SELECT FROM account_key_changes) AS noted',
);

export const ASKED = new Prepared<FoundAccount>(
  'accounts asked',
  `SELECT a.id, a.number, a.house_id, a.house, a.address, a.unit, a.owner_name, a.closed, a.balance_kopecks,
     a.balance_on::text, ARRAY(SELECT r.full_name FROM active_links l JOIN residents r ON r.id = l.user_id
       WHERE l.account_id = a.id ORDER BY l.created_at) AS residents
   FROM accounts_asked($1::tsquery, ${MOST_LOOKED_AT}) asked JOIN account_places a ON a.id = asked`,
);

/** Houses with all words, the longest of them by its index, and one of the numbers, in the order of their addresses: so many, or all. */
export const HOUSES_LIKE = new Prepared<{ id: string; address: string }>(
  'houses like',
  `SELECT id, address FROM house_addresses
   WHERE search_key(address) LIKE '%' || search_key($1) || '%' AND ($2 = '' OR address ~ $2)
     AND search_key(address) LIKE ALL (ARRAY(SELECT '%' || search_key(w) || '%' FROM unnest($3::text[]) w))
   ORDER BY ${ADDRESS_ORDER} LIMIT $4`,
);

/** Houses by an address that they had before they were merged, with one of the words: the merged are few. */
export const HOUSES_ONCE = new Prepared<{ id: string; address: string; former: string }>(
  'houses once',
  `SELECT h.id, h.address, s.address AS former FROM house_spellings s JOIN house_addresses h ON h.id = s.house_id
   WHERE search_key(s.address) LIKE '%' || search_key($1) || '%' ORDER BY s.address COLLATE ru_numeric LIMIT $2`,
);

export const ACCOUNTS_IN = new Prepared<{ house_id: string; count: number }>(
  'accounts in houses',
  `SELECT house_id, count(*)::integer AS count FROM account_places
   WHERE house_id = ANY ($1::uuid[]) AND NOT closed GROUP BY house_id`,
);

/** Words that share letters with a mistyped one. */
export const WORDS_LIKE = new Prepared<{ typed: string; word: string }>(
  'words like',
  `SELECT typed, word FROM unnest($1::text[]) typed, account_words_like(typed, ${MOST_WORDS}) word`,
);
