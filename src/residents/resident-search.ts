import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { AccountLists } from '../accounts/search/account-lists.js';
import { joinedPhones } from '../accounts/search/account-query.js';
import { tokensOf } from '../accounts/search/address-words.js';
import { lettersAway, withWords } from '../accounts/search/near-words.js';
import { type FoundOtherwise, OtherReadings } from '../accounts/search/other-readings.js';
import { initialsApart, withoutSaid } from '../accounts/search/said-words.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';
import { matches } from '../panel/declaration.js';
import type { Understood } from '../panel/understood.js';
import { otherLayouts } from '../text/keyboard-layout.js';

const MOST_WORDS = 4;
const MOST_LISTED = 10_001;
/** «vera.p»: Latin letters with a dot are no initials. */
const EMAIL_BEGUN = /^[a-z][\w+-]*\.[\w.+-]*$/i;

/** Of shorter words too many are a letter away. */
const SHORTEST = 4;

/** Surnames that somebody has, of those that were meant by a word: each looked up by itself, in the index of surnames. */
export const SURNAMES = new Prepared<{ typed: string; meant: string }>(
  'surnames of residents',
  `SELECT w.typed, lower(found.last_name COLLATE "ru-x-icu") AS meant
   FROM unnest($1::text[], $2::text[]) WITH ORDINALITY w (typed, meant, place)
   CROSS JOIN LATERAL (SELECT last_name FROM users u WHERE search_key(u.last_name) = search_key(w.meant) LIMIT 1) found
   GROUP BY 1, 2 ORDER BY min(w.place)`,
);

/** All that a resident is searched by, as the index `users_search` has it: a name either way round, a line for each. */
export const RESIDENT_TEXTS = `last_name || ' ' || first_name || ' ' || middle_name || chr(10) || first_name || ' ' || last_name
  || chr(10) || login || chr(10) || email || chr(10) || phone`;

/** A telephone number as it is stored: digits only, without the 8 or +7 before them; other texts stay. */
export function phoneDigits(typed: string): string {
  const digits = typed.replace(/\D/g, '');
  return /^[+\d\s()-]+$/.test(typed) && digits.length >= 4 ? digits.replace(/^[78](?=\d{3})/, '') : typed;
}

/** A condition on `users` that all the words are there, in any order, letters alone as initials; undefined where too little was typed. */
export function residentsNamed(typed: string, bind: (value: unknown) => string): string | undefined {
  const text = withoutSaid(typed);
  const phone = phoneDigits(text);
  const words =
    phone === text
      ? joinedPhones(text)
          .split(text.includes('@') || EMAIL_BEGUN.test(text) ? /[\s,;]/ : /[\s,;.]/)
          .filter((word) => word !== '')
          .map((word) => word.replace(/^\+?[78](?=\d{10}$)/, ''))
      : [phone];
  if (!words.some((word) => word.length > 2) || words.length > MOST_WORDS) return undefined;
  const [surname, ...others] = words.filter((word) => word.length > 1);
  // whoever gives initials has said the surname: «Павлов Д О» is not looked for among all whose father was Павел
  const isSurname = others.length === 0 && words.length > 1 && /^\p{L}+$/u.test(surname!);
  const named = isSurname ? [`search_key(last_name) LIKE search_key(${bind(escaped(surname!))}) || '%'`] : [];
  return words
    .map((word) =>
      word.length > 1
        ? matches(RESIDENT_TEXTS, bind(`%${escaped(word)}%`))
        : `lower((first_name || ' ' || middle_name) COLLATE "ru-x-icu") ~ ${bind(`(^| )${regExpEscaped(word.toLowerCase())}`)}`,
    )
    .concat(named)
    .join(' AND ');
}

/** Understands what is typed above the lists of residents and of their letters. */
@Injectable()
export class ResidentSearch {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly lists: AccountLists,
    private readonly readings: OtherReadings,
  ) {}

  /** Residents by their names in any order, else those of flats that the text may mean; `of` makes of them ids of a list. */
  async understood(typed: string, of: (residents: string) => string): Promise<Understood | undefined> {
    const own = await this.asTyped(typed);
    if (own) return idsOf(own, of);
    const flats = await this.lists.flats(typed, (accounts) => of(linkedTo(accounts)));
    if (flats && !flats.tried) return flats;
    const other = await this.otherwise(typed);
    return other ? { ...idsOf(other.found, of), tried: other.tried } : flats;
  }

  /** The words by which somebody is found: those that were typed, or with the initials of a name apart. */
  async asTyped(text: string): Promise<string | undefined> {
    const apart = initialsApart(text);
    for (const words of apart === undefined ? [text] : [text, apart]) {
      if (await this.isSomebody(words)) return words;
    }
    return undefined;
  }

  /** The words that were meant where nobody is found by those that were typed. */
  async otherwise(typed: string): Promise<FoundOtherwise<string> | undefined> {
    return (await this.readings.first(typed, (text) => this.asTyped(text))) ?? this.bySurname(typed);
  }

  /** Surnames of flats are like words that are known; whoever has linked no flat may have one that none of them has. */
  private async bySurname(typed: string): Promise<FoundOtherwise<string> | undefined> {
    for (const text of [typed, ...otherLayouts(typed)]) {
      const words = tokensOf(text).filter((word) => word.length >= SHORTEST && /^\p{L}+$/u.test(word));
      if (words.length > MOST_WORDS) continue;
      const ways = words.flatMap((word) => lettersAway(word).map((meant) => [word, meant] as const));
      const rows = await SURNAMES.rows(
        this.pool,
        ways.map(([word]) => word),
        ways.map(([, meant]) => meant),
      );
      for (const { typed: word, meant } of rows) {
        const wording = withWords(text, new Map([[word, [meant]]]));
        const found = await this.asTyped(wording);
        if (found !== undefined) return { found, tried: { text: wording, why: 'slip' } };
      }
    }
    return undefined;
  }

  private async isSomebody(words: string): Promise<boolean> {
    const values: unknown[] = [];
    const where = residentsNamed(words, (value) => `$${values.push(value)}`);
    if (where === undefined) return false;
    const { rows } = await this.pool.query(`SELECT FROM users WHERE ${where} LIMIT 1`, values);
    return rows.length > 0;
  }
}

function idsOf(words: string, of: (residents: string) => string): Understood {
  return {
    ids: (bind) => of(`SELECT id FROM users WHERE ${residentsNamed(words, bind)!} LIMIT ${MOST_LISTED}`),
  };
}

const linkedTo = (accounts: string): string =>
  `SELECT l.user_id FROM active_links l WHERE l.account_id IN (${accounts})`;

function escaped(word: string): string {
  return word.replace(/[\\%_]/g, '\\$&');
}

function regExpEscaped(letter: string): string {
  return /[\p{L}\d]/u.test(letter) ? letter : `[${letter.replace(/[\\\]^-]/g, '\\$&')}]`;
}
