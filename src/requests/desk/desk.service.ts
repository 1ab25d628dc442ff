import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Prepared } from '../../core/database.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import { isSearchable } from '../../office/list-filter.js';
import { type ListedWords, WordsOfLists } from '../../search/listed-words.service.js';
import {
  type Counted,
  cursorText,
  type DeskCursor,
  type DeskFilter,
  filterOf,
  isOfOpen,
  searchedWords,
} from './desk-filter.js';
import { type RowShown, rowShown, type Shown } from './desk-row.js';
import { WAITING } from '../waiting.sql.js';
import { type DeskRow, DeskSql, MOST_COUNTED, ROWS_BY_ID } from './desk.sql.js';

const PAGE = 20;
/** Houses that the filter offers. */
const MOST_HOUSES = 300;

const LAST_EVENT = new Prepared<{ last: string }>(
  'last request event',
  'SELECT coalesce(max(id), 0)::text AS last FROM request_events',
);

/** Houses that have something open: from one house to the next by the index, however many requests each has. */
const HOUSES = new Prepared<{ id: string; address: string }>(
  'houses of desk',
  `WITH RECURSIVE open AS (
     (SELECT house_id FROM service_requests WHERE due_at IS NOT NULL AND house_id IS NOT NULL ORDER BY house_id LIMIT 1)
     UNION ALL
     SELECT (SELECT house_id FROM service_requests WHERE due_at IS NOT NULL AND house_id > open.house_id
             ORDER BY house_id LIMIT 1)
     FROM open WHERE open.house_id IS NOT NULL)
   SELECT id, address FROM house_addresses
   WHERE id IN (SELECT house_id FROM open LIMIT ${MOST_HOUSES}) OR id = nullif($1, '')::uuid ORDER BY address COLLATE ru_numeric`,
);

const EXECUTORS = new Prepared<{ id: string; name: string; trade: string }>(
  'executors of desk',
  'SELECT id, name, trade FROM executors WHERE disabled_at IS NULL ORDER BY name LIMIT 300',
);

const TAKEN = new Prepared<{ id: string; count: number }>(
  'requests taken by',
  `SELECT taken_by AS id, count(*)::integer AS count FROM service_requests
   WHERE taken_by = ANY ($1) AND ${WAITING} GROUP BY taken_by`,
);

/** A page of the list as the desk shows it. */
export interface DeskList {
  readonly rows: RowShown[];
  /** The place of the next page. */
  readonly more?: string;
  /** The last event that the list may know of. */
  readonly last: string;
  /** A search of nothing but short words is not gone through. */
  readonly tooShort: boolean;
}

/** Reads the list of the desk. */
@Injectable()
export class Desk {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly words: WordsOfLists,
  ) {}

  /** What the words of the desk depend on. */
  shown(now = this.clock.now()): Shown {
    const { timeZone, company, requestsSoon } = this.config;
    return { now, timeZone, town: company.town, soon: requestsSoon };
  }

  /** A page of the list, from a place on. */
  async list(filter: DeskFilter, staffId: string, after?: DeskCursor): Promise<DeskList> {
    const now = this.clock.now();
    // Before the rows: what is told twice does no harm.
    const { last } = (await LAST_EVENT.first(this.pool))!;
    const words = await this.wordsOf(filter, after);
    if (filter.q !== '' && !words && !isSearchable(searchedWords(filter.q))) {
      return { rows: [], last, tooShort: true };
    }
    const { text, values } = new DeskSql(filter, staffId, now, words).page(PAGE + 1, after);
    const { rows } = await this.pool.query<DeskRow>(text, values);
    const shown = rows.slice(0, PAGE);
    const end = shown.at(-1);
    return {
      rows: shown.map((row) => rowShown(row, this.shown(now))),
      ...(rows.length > PAGE && end && { more: cursorText(placeOf(end, filter, after?.asOf ?? now)) }),
      ...{ last, tooShort: false },
    };
  }

  /** What has the words of the search, in texts and messages too; undefined where it looks for something else. */
  private wordsOf(filter: DeskFilter, after?: DeskCursor): Promise<ListedWords | undefined> {
    const { q, show, house, kind, state, executor } = filter;
    const filtered = [house, kind, state, executor].some((one) => one !== '') || show !== 'all';
    const question = { text: q, kinds: ['request'], ...(isOfOpen(filter) && { open: true }) };
    return this.words.of(question, { most: PAGE + 1, after: after?.id, filtered });
  }

  /** How many wait, for everybody who says so: the menu, «Сегодня», the tabs of the desk without a filter. */
  waiting(staffId: string): Promise<Record<Counted, number>> {
    return this.counts(filterOf({}), staffId);
  }

  /** How many requests each tab has, beside the other filters. */
  async counts(filter: DeskFilter, staffId: string): Promise<Record<Counted, number>> {
    const { house, kind, executor } = filter;
    const among: DeskFilter = { show: 'all', state: '', q: '', house, kind, executor };
    const { text, values } = new DeskSql(among, staffId, this.clock.now()).counts();
    const { rows } = await this.pool.query<Record<Counted, number>>(text, values);
    return rows[0]!;
  }

  /** How many open requests each of these people has taken. */
  async takenBy(staff: readonly string[]): Promise<Map<string, number>> {
    const rows = await TAKEN.rows(this.pool, staff);
    return new Map(rows.map(({ id, count }) => [id, count]));
  }

  /** Rows by their ids, for whoever tells of changes. */
  async rows(ids: readonly string[]): Promise<DeskRow[]> {
    return (await this.pool.query<DeskRow>(ROWS_BY_ID, [ids])).rows;
  }

  /** Houses that have something open, and the one that is chosen. */
  houses(chosen: string): Promise<{ id: string; address: string }[]> {
    return HOUSES.rows(this.pool, chosen);
  }

  /** Those who can be sent. */
  executors(): Promise<{ id: string; name: string; trade: string }[]> {
    return EXECUTORS.rows(this.pool);
  }
}

/** «38», or «999+» where they are counted no further. */
export function counted(count: number): string {
  return count >= MOST_COUNTED ? `${MOST_COUNTED - 1}+` : String(count);
}

function placeOf(row: DeskRow, filter: DeskFilter, asOf: Date): DeskCursor {
  const at = isOfOpen(filter) ? row.due_at! : row.registered_at;
  return { asOf, band: row.band, at, id: row.id };
}
