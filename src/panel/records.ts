import { chunksOf } from '../core/chunks.js';
import type { PanelColumn, PanelResource } from './declaration.js';
import type { PanelStaff } from './person.js';
import { cell } from './cell-text.js';
import {
  Bindings,
  condition,
  found,
  type Manner,
  plain,
  QUICK_SEARCH,
  searched,
  selection,
  type RecordsQuery,
} from './records.sql.js';
import type { Tried } from './understood.js';

/** All that the panel needs of a database; a TypeORM DataSource is one. */
export interface Database {
  query(sql: string, values?: unknown[]): Promise<Record<string, string | null>[]>;
}

/** A record as people read it: declared columns only, states as keys, references with their `~~id`. */
export type Row = Record<string, string | null>;

export interface Page {
  limit: number;
  offset: number;
  sortBy?: string;
  direction?: 'asc' | 'desc';
}

/** The version of a record among its values; no column can have such a name. */
export const VERSION = '~~version';

/** Lists are counted no further: beyond it the pages say «больше 10 000» (components/pages.tsx). */
const MOST_COUNTED = 10_000;

/** An id that is a column has an index; one that is put together has none. */
const COLUMN = /^\w+\.\w+$/;

/** Reads the records of one declared resource; there is nothing here that writes. */
export class Records {
  constructor(
    readonly resource: PanelResource,
    private readonly database: Database,
    readonly timeZone: string,
  ) {}

  /** A page, and what was looked for instead of what was typed. */
  async list(query: RecordsQuery, page: Page): Promise<{ rows: Row[]; tried?: Tried | undefined }> {
    const columns = this.columns((name, column) => !!column.list || name === this.resource.title);
    const sql = new Bindings();
    const manner = await this.manner(query);
    const where = condition(this.resource, query, sql, manner);
    const order = this.orderBy(page);
    const limit = `LIMIT ${sql.bind(page.limit)} OFFSET ${sql.bind(page.offset)}`;
    const tail = `${where} ${order} ${limit}`;
    const rows = await (COLUMN.test(this.resource.idSql)
      ? this.chosen(columns, sql, tail)
      : this.select(columns, sql, tail));
    return { rows: rows.map((row) => this.read(row, columns)), tried: manner.understood?.tried };
  }

  /** The whole list as the database gives it, portion by portion; `tx` is in a transaction of its own. */
  async *all(
    tx: Database,
    query: RecordsQuery,
    order: Omit<Page, 'limit' | 'offset'>,
  ): AsyncGenerator<Row[]> {
    const sql = new Bindings();
    const where = condition(this.resource, query, sql, await this.manner(query));
    yield* chunksOf<Row>(tx, this.selecting(this.listed(), `${where} ${this.orderBy(order)}`), sql.values);
  }

  /** The columns of the list. */
  listed(): [string, PanelColumn][] {
    return this.columns((_name, column) => !!column.list);
  }

  /** How many there are; one more than is counted at most when there are more still. */
  async count(query: RecordsQuery): Promise<number> {
    const manner = await this.manner(query);
    // a search that is too common for its index has just been counted, unless filters leave less of it
    if (
      manner.byIndex === false &&
      Object.keys(query.filters).length === 1 &&
      QUICK_SEARCH in query.filters
    ) {
      return MOST_COUNTED + 1;
    }
    const sql = new Bindings();
    const where = condition(this.resource, query, sql, manner);
    const [row] = await this.database.query(
      `SELECT count(*) FROM (SELECT FROM ${this.source(where)} ${where} LIMIT ${MOST_COUNTED + 1}) counted`,
      sql.values,
    );
    return Number(row?.count);
  }

  /** The earliest moment among as many as are counted. */
  async oldest(query: RecordsQuery, since: string): Promise<Date | undefined> {
    const sql = new Bindings();
    const where = condition(this.resource, query, sql);
    const [row] = await this.database.query(
      `SELECT (extract(epoch FROM min(at)) * 1000)::bigint AS at
       FROM (SELECT (${since}) AS at FROM ${this.source(`${since} ${where}`)} ${where} LIMIT ${MOST_COUNTED}) waiting`,
      sql.values,
    );
    return typeof row?.at === 'string' ? new Date(Number(row.at)) : undefined;
  }

  /**
   * Whether to gather what a search finds from its indexes. What fits half the town is met sooner on the way through
   * the list, whereas a rare word would have it read to the end. What nothing holds so may mean something all the same.
   */
  private async manner(query: RecordsQuery): Promise<Manner> {
    const { search } = this.resource;
    const texts = search?.ids ? searched(this.resource, query) : [];
    const counts = await Promise.all(texts.map(({ text }) => this.counted(text)));
    const byIndex = texts.length > 0 ? counts.every((count) => count <= MOST_COUNTED) : undefined;
    const box = texts.findIndex(({ name }) => name === QUICK_SEARCH);
    const typed = plain(query.filters[QUICK_SEARCH] ?? '');
    if (!search?.understood || box < 0 || !typed || counts[box]! > MOST_COUNTED) return { byIndex };
    return { byIndex, understood: await search.understood(typed, counts[box]! > 0) };
  }

  private async counted(text: string): Promise<number> {
    const sql = new Bindings();
    const ids = found(this.resource, text, MOST_COUNTED + 1, sql);
    const [row] = await this.database.query(`SELECT count(DISTINCT id) FROM (${ids}) found(id)`, sql.values);
    return Number(row?.count);
  }

  async find(id: string, staff: PanelStaff): Promise<Row | undefined> {
    const columns = this.columns((name, column) => column.show !== false || name === this.resource.title);
    const sql = new Bindings();
    const scope = condition(this.resource, { staff, timeZone: this.timeZone, filters: {} }, sql);
    const where = `${scope ? `${scope} AND` : 'WHERE'} ${this.resource.idSql} = ${sql.bind(id)}`;
    const [row] = await this.select(columns, sql, where);
    return row && this.read(row, columns);
  }

  /** What has to be read for an expression: the table of the records alone where it names no other. */
  private source(expression: string): string {
    const { base, from } = this.resource;
    const [, alias] = base?.split(' ') ?? [];
    const named = [...expression.matchAll(/\b([a-z]\w*)\.\w/g)];
    const isEnough = !/\bselect\b/i.test(expression) && named.every(([, name]) => name === alias);
    return base && isEnough ? base : from;
  }

  private select(columns: [string, PanelColumn][], sql: Bindings, tail: string): Promise<Row[]> {
    return this.database.query(this.selecting(columns, tail), sql.values);
  }

  private selecting(columns: [string, PanelColumn][], tail: string): string {
    const { idSql, from, version } = this.resource;
    const selected = selection(columns) + (version ? `, (${version})::text AS "${VERSION}"` : '');
    return `SELECT (${idSql})::text AS id, ${selected} FROM ${from} ${tail}`;
  }

  /**
   * The records of a page, chosen first: of those before it only the ids are read, and beside what the columns might cost, the
   * planner would take any way to the records for as good.
   */
  private async chosen(columns: [string, PanelColumn][], sql: Bindings, tail: string): Promise<Row[]> {
    const { idSql, idType } = this.resource;
    const from = this.source(`${idSql} ${tail}`);
    const found = await this.database.query(`SELECT (${idSql})::text AS id FROM ${from} ${tail}`, sql.values);
    const ids = found.map(({ id }) => id!);
    const some = new Bindings();
    const type = idType === 'number' ? 'bigint' : 'uuid';
    const rows = await this.select(columns, some, `WHERE ${idSql} = ANY (${some.bind(ids)}::${type}[])`);
    const byId = new Map(rows.map((row) => [row['id'], row]));
    return ids.flatMap((id): Row[] => {
      const row = byId.get(id);
      return row ? [row] : [];
    });
  }

  private orderBy(page: Omit<Page, 'limit' | 'offset'>): string {
    const { columns, sort, idSql, tieSql = idSql } = this.resource;
    const column = columns[page.sortBy ?? sort.column] ?? columns[sort.column]!;
    const descending = (page.direction ?? sort.direction) === 'desc';
    // NULLS LAST with DESC is an order that no index of ours has: only for those that need it
    const direction = descending ? `DESC${column.nullable ? ' NULLS LAST' : ''}` : 'ASC';
    // the id makes pages stable when many records have the same value; both go one way, as an index over both does
    const tie = `${tieSql} ${descending ? 'DESC' : 'ASC'}`;
    return `ORDER BY ${column.orderSql ?? column.sql} ${direction}, ${tie}`;
  }

  private columns(wanted: (name: string, column: PanelColumn) => boolean): [string, PanelColumn][] {
    return Object.entries(this.resource.columns).filter(([name, column]) => wanted(name, column));
  }

  private read(row: Record<string, string | null>, columns: [string, PanelColumn][]): Row {
    const result: Row = { id: row.id!, ...(this.resource.version && { [VERSION]: row[VERSION]! }) };
    for (const [name, column] of columns) {
      result[name] = cell(column, row[name] ?? null, this.timeZone);
      // what a form starts with is not what people read
      if (column.type === 'date') result[`${name}~~day`] = row[name] ?? null;
      if (column.type === 'reference') result[`${name}~~id`] = row[`${name}~~id`] ?? null;
    }
    return result;
  }
}
