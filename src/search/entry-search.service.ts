import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { one, rowsOf } from '../core/query.js';

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

/** What is sorted at once; where more are found, fewer months are asked for. */
const MOST_SORTED = 1000;
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

const BOUNDS = `SELECT floor(extract(epoch FROM min(at)) / ${MONTH_SECONDS})::integer AS oldest,
    floor(extract(epoch FROM least(max(at), $1)) / ${MONTH_SECONDS})::integer AS newest
  FROM search_entries HAVING max(at) IS NOT NULL`;
const PLACE = 'SELECT id, at::text FROM search_entries WHERE id = $1';
const KINDS = 'SELECT id, kind FROM search_entries WHERE id = ANY ($1)';

const BEGINNING: Place = { id: 'ffffffff-ffff-ffff-ffff-ffffffffffff', at: 'infinity' };

/** Finds entries by words, the newest first, in about the same time whether the words are everywhere or nowhere. */
@Injectable()
export class EntrySearch {
  constructor(private readonly database: DataSource) {}

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
      return new Look(tx, queryOf(asked, question), place, most).newest();
    });
    return { found: await this.named(ids), asked };
  }

  /** Entries with their kinds, in the order of their ids. */
  async named(ids: readonly string[]): Promise<FoundId[]> {
    if (ids.length === 0) return [];
    const rows = await rowsOf<FoundId>(this.database, KINDS, [ids]);
    const kinds = new Map(rows.map(({ id, kind }) => [id, kind]));
    return ids.flatMap((id) => (kinds.has(id) ? { id, kind: kinds.get(id)! } : []));
  }
}

/** One look, from a place on: by months, and by years where they have little. */
class Look {
  constructor(
    private readonly tx: EntityManager,
    private readonly query: string,
    private readonly place: Place,
    private readonly most: number,
  ) {}

  async newest(): Promise<string[]> {
    const bounds = await one<{ oldest: number; newest: number }>(this.tx, BOUNDS, [this.place.at]);
    if (!bounds) return [];
    const { oldest, newest } = bounds;
    const found = await this.ofMonth(newest, this.most);
    if (found.length >= this.most) return found;
    // Where one month has not enough, all of them may have little.
    const all = await this.among('');
    if (all) return all;
    let month = newest - 1;
    while (month >= oldest && found.length < this.most) {
      const ofYear =
        month % YEAR === YEAR - 1 ? await this.among(`'~y${Math.floor(month / YEAR)}'`) : undefined;
      found.push(...(ofYear ?? (await this.ofMonth(month, this.most - found.length))));
      month -= ofYear ? YEAR : 1;
    }
    return found.slice(0, this.most);
  }

  private async ofMonth(month: number, most: number): Promise<string[]> {
    return (await this.among(`'~${month}'`)) ?? this.through(month, most);
  }

  /** What the words give within a time, or in all; undefined where that is too much to sort. */
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

/** The words with the filters, which are words too. */
function queryOf(asked: string, { kinds, open }: EntryQuestion): string {
  const kind = kinds.map((name) => `'~${name}'`).join(' | ');
  return [asked, kind, open !== undefined && (open ? "'~open'" : "'~over'")]
    .filter((part) => typeof part === 'string' && part !== '')
    .map((part) => `(${part as string})`)
    .join(' & ');
}
