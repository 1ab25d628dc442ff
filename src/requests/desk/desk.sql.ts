import { hasWords, type ListedWords } from '../../search/listed-words.service.js';
import type { RequestState } from '../states.js';
import { WAITING } from '../waiting.sql.js';
import {
  COUNTED,
  type Counted,
  type DeskCursor,
  type DeskFilter,
  isOfOpen,
  searchedWords,
} from './desk-filter.js';

/** A row of the desk as it is read. */
export interface DeskRow {
  id: string;
  number: string;
  registered_at: Date;
  address: string;
  house_id: string | null;
  category: string;
  title: string;
  emergency: boolean;
  text: string;
  state: RequestState;
  due_at: Date | null;
  soon_at: Date | null;
  defer_reason: string;
  taken_by: string | null;
  taken_name: string | null;
  executor_id: string | null;
  executor_name: string | null;
  executor_step: 'accepted' | 'arrived' | null;
  comes_at: string;
  parent_id: string | null;
  children: number;
  /** Late, soon late, in time. */
  band: number;
}

/** A statement with its values. */
interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

const COLUMNS = `r.id, r.number, r.registered_at, r.address, r.house_id, r.category, k.title, r.emergency,
  left(r.text, 200) AS text, r.state, r.due_at, r.soon_at, r.defer_reason, r.taken_by, s.name AS taken_name,
  r.executor_id, e.name AS executor_name, r.executor_step, r.comes_at, r.parent_id,
  (SELECT count(*)::integer FROM service_requests c WHERE c.parent_id = r.id) AS children`;
const NAMES = `JOIN request_categories k ON k.id = r.category
  LEFT JOIN staff_names s ON s.id = r.taken_by LEFT JOIN executors e ON e.id = r.executor_id`;

/** The text that is searched, as the indexes have it. */
const KEY = `search_key(year::text || '-' || lpad(sequence::text, 6, '0') || chr(10) || address || chr(10) || applicant || chr(10) || phone)`;

/** Tabs are counted no further. */
export const MOST_COUNTED = 1000;

/** Rows of the desk by their ids, as events name them. */
export const ROWS_BY_ID = `SELECT ${COLUMNS}, 0 AS band FROM service_requests r ${NAMES} WHERE r.id = ANY ($1)`;

/** Writes the statements of the desk for one look at it. */
export class DeskSql {
  private readonly values: unknown[] = [];

  constructor(
    private readonly filter: DeskFilter,
    private readonly staffId: string,
    private readonly now: Date,
    /** What has the words that are looked for; else they are looked for as parts of names, addresses and numbers. */
    private readonly words?: ListedWords,
  ) {}

  /** A page of the list: what burns first, or the newest first. */
  page(limit: number, after?: DeskCursor): Statement {
    const of = isOfOpen(this.filter) ? this.burning(limit, after) : this.newest(limit, after);
    const order = isOfOpen(this.filter) ? 'p.band, p.at, p.id' : 'p.at DESC, p.id DESC';
    const text = `WITH p AS MATERIALIZED (${of})
      SELECT ${COLUMNS}, p.band FROM p JOIN service_requests r ON r.id = p.id ${NAMES} ORDER BY ${order} LIMIT ${limit}`;
    return { text, values: this.values };
  }

  /** How many each tab has, as far as they are counted. */
  counts(): Statement {
    const counted = COUNTED.map(
      (tab) => `(SELECT count(*)::integer FROM (SELECT FROM service_requests
        WHERE ${[...this.conditions(), this.tab(tab)].join(' AND ')} LIMIT ${MOST_COUNTED}) x) AS ${tab}`,
    );
    return { text: `SELECT ${counted.join(', ')}`, values: this.values };
  }

  private burning(limit: number, after?: DeskCursor): string {
    const now = this.bind(after?.asOf ?? this.now);
    const bands = [
      `due_at < ${now}`,
      `due_at >= ${now} AND soon_at <= ${now}`,
      // begins to be called soon later, and so ends later still
      `soon_at > ${now}`,
    ];
    const wanted = { late: [0], soon: [1] }[this.filter.show as string] ?? [0, 1, 2];
    return wanted
      .filter((band) => band >= (after?.band ?? 0))
      .map((band) => {
        const where = [...this.conditions(), this.tab(this.filter.show), bands[band]!];
        if (after?.band === band) {
          where.push(`(due_at, id) > (${this.bind(after.at)}, ${this.bind(after.id)})`);
        }
        const found = `SELECT id, ${band} AS band, due_at AS at FROM service_requests WHERE ${where.join(' AND ')}`;
        // In the order of their terms soon ones stand among others: they are gathered by their own index, then sorted.
        const rows = band === 1 ? `SELECT * FROM (${found} OFFSET 0) gathered` : found;
        return `(${rows} ORDER BY at, id LIMIT ${limit})`;
      })
      .join(' UNION ALL ');
  }

  private newest(limit: number, after?: DeskCursor): string {
    const where = [...this.conditions()];
    if (after) where.push(`(registered_at, id) < (${this.bind(after.at)}, ${this.bind(after.id)})`);
    return `SELECT id, 0 AS band, registered_at AS at FROM service_requests WHERE ${where.join(' AND ') || 'true'}
      ORDER BY registered_at DESC, id DESC LIMIT ${limit}`;
  }

  private conditions(): string[] {
    const { house, kind, state, executor, q } = this.filter;
    const open = isOfOpen(this.filter);
    return [
      open && WAITING,
      house && `house_id = ${this.bind(house)}`,
      kind && `category = ${this.bind(kind)}`,
      state && state !== 'any' && `state = ${this.bind(state)}${open ? '' : ' AND due_at IS NULL'}`,
      executor && (executor === 'none' ? 'executor_id IS NULL' : `executor_id = ${this.bind(executor)}`),
      ...(this.words
        ? [hasWords(this.words, 'service_requests.id', (value) => this.bind(value))]
        : searchedWords(q).map((word) => this.has(word))),
    ].filter((part) => typeof part === 'string' && part !== '') as string[];
  }

  private has(word: string): string {
    return `${KEY} LIKE search_key(${this.bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)})`;
  }

  private tab(tab: Counted): string {
    switch (tab) {
      case 'late':
        return `due_at < ${this.bind(this.now)}`;
      case 'soon':
        return `due_at >= ${this.bind(this.now)} AND soon_at <= ${this.bind(this.now)}`;
      case 'calm':
        return `soon_at > ${this.bind(this.now)}`;
      case 'mine':
        return `taken_by = ${this.bind(this.staffId)}`;
      case 'deferred':
        return `state = 'deferred'`;
      case 'all':
        return 'true';
    }
  }

  private bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}
