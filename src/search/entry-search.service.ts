import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { one, rowsOf } from '../core/query.js';
import { SearchSources } from './search-sources.js';

/** What is looked for. */
export interface EntryQuestion {
  readonly text: string;
  /** Only these kinds of entries. */
  readonly kinds: readonly string[];
  readonly open?: boolean;
}

/** An entry that was found. */
export interface FoundId {
  readonly id: string;
  readonly kind: string;
}

/** Where a page begins: after this entry. */
interface Place {
  readonly id: string;
  readonly at: string;
}

/** What is sorted at once; where more are found, less time is asked for. */
const MOST_SORTED = 5000;
/** So many of the newest are gone through before the index is asked: words that many have are found there. */
const NEAR = 10_000;
/** Found so often among the newest, words are in thousands. */
const OFTEN = 20;
/** The months of the search are thirty days, its years sixteen of them; `search_tags` counts them likewise. */
const MONTH_SECONDS = 2_592_000;
const YEAR = 16;

const ASKED = 'SELECT words_asked($1)::text AS asked';

/** Words that are in every third entry look cheap to find anywhere, and a month cheap to sort; neither is. */
export const SETTINGS = 'SET LOCAL enable_seqscan = off; SET LOCAL enable_sort = off';

/** From the index of words alone, which gives them in no order. */
export const AMONG = `WITH found AS MATERIALIZED (
    SELECT id, at FROM search_entries WHERE words @@ $1::tsquery LIMIT ${MOST_SORTED + 1})
  SELECT (SELECT count(*)::integer FROM found) AS count,
    ARRAY(SELECT id FROM found WHERE (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT $4) AS ids`;

/** From a month with many, one after the other: soon there are enough. */
export const THROUGH = `SELECT id FROM (
    SELECT id, at, words FROM search_entries WHERE at >= to_timestamp($4) AND at < to_timestamp($5) AND (at, id) < ($2, $3)
    ORDER BY at DESC, id DESC OFFSET 0) month
  WHERE words @@ $1::tsquery ORDER BY at DESC, id DESC LIMIT $6`;

/** From the newest, as far as a page needs them. */
const AMONG_NEWEST = `SELECT id FROM (
    SELECT id, at, words FROM search_entries WHERE (at, id) < ($2, $3) ORDER BY at DESC, id DESC LIMIT ${NEAR}) near
  WHERE words @@ $1::tsquery ORDER BY at DESC, id DESC LIMIT $4`;

/** All that has words that begin so, sorted: the index goes through all such words for each question, however small. */
const BEGINNING_SO = `WITH found AS MATERIALIZED (
    SELECT id, at FROM search_entries WHERE words @@ $1::tsquery AND (at, id) < ($2, $3))
  SELECT id FROM found ORDER BY at DESC, id DESC LIMIT $4`;

const BOUNDS = `SELECT floor(extract(epoch FROM min(at)) / ${MONTH_SECONDS})::integer AS oldest,
    floor(extract(epoch FROM least(max(at), $1)) / ${MONTH_SECONDS})::integer AS newest
  FROM search_entries HAVING max(at) IS NOT NULL`;
const PLACE = 'SELECT id, at::text FROM search_entries WHERE id = $1';
const KINDS = 'SELECT id, kind FROM search_entries WHERE id = ANY ($1)';

const BEGINNING: Place = { id: 'ffffffff-ffff-ffff-ffff-ffffffffffff', at: 'infinity' };

/** Finds entries by words, the newest first, in about the same time whether the words are everywhere or nowhere. */
@Injectable()
export class EntrySearch {
  constructor(
    private readonly database: DataSource,
    private readonly sources: SearchSources,
  ) {}

  /** A page of what was found, after an entry; undefined where there is no word to look for. */
  async find(
    question: EntryQuestion,
    most: number,
    after?: string,
  ): Promise<{ found: FoundId[]; asked: string } | undefined> {
    const { asked } = (await one<{ asked: string }>(this.database, ASKED, [question.text]))!;
    if (asked === '') return undefined;
    const place = after === undefined ? BEGINNING : await one<Place>(this.database, PLACE, [after]);
    if (!place || question.kinds.length === 0) return { found: [], asked };
    const ids = await this.database.transaction(async (tx) => {
      await tx.query(SETTINGS);
      return new Look(tx, queryOf(asked, question, this.sources.kinds()), place, most).newest();
    });
    return { found: await this.named(ids), asked };
  }

  /** All that has the words, where that is little; undefined where there is no word to look for. */
  async few(question: EntryQuestion): Promise<{ asked: string; ids?: string[] } | undefined> {
    const { asked } = (await one<{ asked: string }>(this.database, ASKED, [question.text]))!;
    if (asked === '') return undefined;
    if (question.kinds.length === 0) return { asked, ids: [] };
    // Kinds are told apart by the rows: each kind makes a question to the index dearer.
    const { kinds } = question;
    const query = queryOf(asked, { ...question, kinds: this.sources.kinds() }, this.sources.kinds());
    const ids = await this.database.transaction(async (tx) => {
      await tx.query(SETTINGS);
      return new Look(tx, query, BEGINNING, MOST_SORTED).few();
    });
    if (!ids) return { asked };
    return {
      asked,
      ids: (await this.named(ids)).filter((one) => kinds.includes(one.kind)).map(({ id }) => id),
    };
  }

  /** Entries with their kinds, in the order of their ids. */
  async named(ids: readonly string[]): Promise<FoundId[]> {
    if (ids.length === 0) return [];
    const rows = await rowsOf<FoundId>(this.database, KINDS, [ids]);
    const kinds = new Map(rows.map(({ id, kind }) => [id, kind]));
    return ids.flatMap((id) => (kinds.has(id) ? { id, kind: kinds.get(id)! } : []));
  }
}

/** One look, from a place on: among the newest, then in all; by years and months where that is too much to sort. */
class Look {
  constructor(
    private readonly tx: EntityManager,
    private readonly query: string,
    private readonly place: Place,
    private readonly most: number,
  ) {}

  async newest(): Promise<string[]> {
    const near = await this.idsOf(AMONG_NEWEST, this.most);
    if (near.length >= this.most) return near;
    if (this.query.includes(':*')) return this.idsOf(BEGINNING_SO, this.most);
    const all = await this.among('');
    if (all) return all;
    const bounds = await one<{ oldest: number; newest: number }>(this.tx, BOUNDS, [this.place.at]);
    if (!bounds) return [];
    const { oldest, newest } = bounds;
    const found: string[] = [];
    let month = newest;
    while (month >= oldest && found.length < this.most) {
      const first = month - (month % YEAR);
      const ofYear = await this.among(`'~y${first / YEAR}'`);
      if (ofYear) found.push(...ofYear);
      else await this.byMonths(month, Math.max(first, oldest), found);
      month = first - 1;
    }
    return found.slice(0, this.most);
  }

  /** All that there is, or undefined where it is too much. */
  async few(): Promise<string[] | undefined> {
    const near = await this.idsOf(AMONG_NEWEST, OFTEN);
    return near.length < OFTEN ? this.among('') : undefined;
  }

  private async byMonths(newest: number, oldest: number, found: string[]): Promise<void> {
    for (let month = newest; month >= oldest && found.length < this.most; month -= 1) {
      const most = this.most - found.length;
      found.push(...((await this.among(`'~${month}'`)) ?? (await this.through(month, most))));
    }
  }

  private async idsOf(text: string, most: number): Promise<string[]> {
    const { id, at } = this.place;
    return (await rowsOf<{ id: string }>(this.tx, text, [this.query, at, id, most])).map((row) => row.id);
  }

  private async among(time: string): Promise<string[] | undefined> {
    const query = time === '' ? this.query : `${this.query} & ${time}`;
    const { id, at } = this.place;
    const { count, ids } = (await one<{ count: number; ids: string[] }>(this.tx, AMONG, [
      query,
      at,
      id,
      this.most,
    ]))!;
    return count > MOST_SORTED ? undefined : ids;
  }

  private async through(month: number, most: number): Promise<string[]> {
    const { id, at } = this.place;
    const values = [this.query, at, id, month * MONTH_SECONDS, (month + 1) * MONTH_SECONDS, most];
    return (await rowsOf<{ id: string }>(this.tx, THROUGH, values)).map((row) => row.id);
  }
}

/** The words with the filters, which are words too; kinds by the fewest that say which, since each is looked up for each entry. */
function queryOf(asked: string, { kinds, open }: EntryQuestion, all: readonly string[]): string {
  const others = all.filter((name) => !kinds.includes(name));
  const tags =
    others.length < kinds.length
      ? others.map((name) => `!'~${name}'`).join(' & ')
      : kinds.map((name) => `'~${name}'`).join(' | ');
  return [asked, tags, open !== undefined && (open ? "'~open'" : "'~over'")]
    .filter((part) => typeof part === 'string' && part !== '')
    .map((part) => `(${part as string})`)
    .join(' & ');
}
