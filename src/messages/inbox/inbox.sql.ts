import type { AppealChannel, AppealKind } from '../appeal.js';
import type { AppealState } from '../appeal-states.js';
import { hasWords, type ListedWords } from '../../search/listed-words.service.js';
import { type InboxCursor, type InboxFilter, searchedWords, type Tab } from './inbox-filter.js';

/** A row of the inbox as it is read. */
export interface InboxRow {
  readonly id: string;
  readonly number: string;
  readonly kind: AppealKind;
  readonly channel: AppealChannel;
  readonly title: string;
  readonly state: AppealState;
  readonly waits: boolean;
  readonly registered_at: Date;
  /** The day from which the term runs. */
  readonly received_day: string;
  readonly over_at: Date | null;
  readonly due_day: string | null;
  readonly soon_day: string | null;
  readonly responsible: string | null;
}

/** A statement with its values. */
interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

const COLUMNS = `a.id, a.number, a.kind, a.channel, a.title, a.state, a.waits, a.registered_at, a.received_day::text, a.over_at,
  a.due_day::text, a.soon_day::text, s.name AS responsible`;

/** The text that is searched, as the index has it. */
export const TEXTS = (of = ''): string =>
  `${of}number || chr(10) || ${of}author_name || chr(10) || ${of}address || chr(10) || ${of}author_email || chr(10) || ${of}author_phone || chr(10) || ${of}title`;

/** Tabs are counted no further. */
export const MOST_COUNTED = 1000;

/** Writes the statements of the inbox for one look at it. Each reads an index in its order and stops. */
export class InboxSql {
  private readonly values: unknown[] = [];

  constructor(
    private readonly filter: InboxFilter,
    private readonly staffId: string,
    /** The local day. */
    private readonly today: string,
    /** What has the words that are looked for; else they are looked for as parts of names, addresses and numbers. */
    private readonly words?: ListedWords,
  ) {}

  /** A page of the list: what waits by its day, what is over by the newest, what was searched for by when it came. */
  page(limit: number, after?: InboxCursor): Statement {
    const { q, show } = this.filter;
    const newest = q !== '' ? 'registered_at' : show === 'over' ? 'over_at' : undefined;
    const of = newest === undefined ? this.byDay(limit, after) : this.byNewest(newest, limit, after);
    const order = newest === undefined ? 'p.day, p.at, p.id' : 'p.at DESC, p.id DESC';
    const text = `WITH p AS MATERIALIZED (${of})
      SELECT ${COLUMNS} FROM p JOIN appeals a ON a.id = p.id LEFT JOIN staff_names s ON s.id = a.responsible_id
      ORDER BY ${order} LIMIT ${limit}`;
    return { text, values: this.values };
  }

  /** How many each tab has, as far as they are counted. */
  counts(tabs: readonly Tab[]): Statement {
    const counted = tabs.map(
      (tab) => `(SELECT count(*)::integer FROM (SELECT FROM appeals
        WHERE ${[...this.conditions(), this.tab(tab)].join(' AND ')} LIMIT ${MOST_COUNTED}) x) AS ${tab}`,
    );
    return { text: `SELECT ${counted.join(', ')}`, values: this.values };
  }

  /** Those that have a day, then those whose calendar is not known. */
  private byDay(limit: number, after?: InboxCursor): string {
    const where = [...this.conditions(), this.tab(this.filter.show)];
    const part = (...more: string[]): string =>
      `(SELECT id, due_day AS day, registered_at AS at FROM appeals WHERE ${[...where, ...more].join(' AND ')}
        ORDER BY due_day, registered_at, id LIMIT ${limit})`;
    if (!after) return part();
    const [at, id] = [this.bind(after.at), this.bind(after.id)];
    const dayless = ['due_day IS NULL'];
    if (after.day === '') return part(...dayless, `(registered_at, id) > (${at}, ${id})`);
    const dated = part(`(due_day, registered_at, id) > (${this.bind(after.day)}::date, ${at}, ${id})`);
    return `${dated} UNION ALL ${part(...dayless)}`;
  }

  private byNewest(column: 'registered_at' | 'over_at', limit: number, after?: InboxCursor): string {
    const where = [...this.conditions(), ...(this.filter.q === '' ? [this.tab(this.filter.show)] : [])];
    if (after) where.push(`(${column}, id) < (${this.bind(after.at)}, ${this.bind(after.id)})`);
    return `SELECT id, NULL::date AS day, ${column} AS at FROM appeals WHERE ${where.join(' AND ') || 'true'}
      ORDER BY ${column} DESC, id DESC LIMIT ${limit}`;
  }

  private conditions(): string[] {
    const { kind, house, who, q } = this.filter;
    return [
      kind && `kind = ${this.bind(kind)}`,
      house && `house_id = ${this.bind(house)}`,
      who && (who === 'none' ? 'responsible_id IS NULL' : `responsible_id = ${this.bind(who)}`),
      ...(this.words ? [hasWords(this.words, 'appeals.id', (value) => this.bind(value))] : []),
      ...(this.words ? [] : searchedWords(q)).map(
        (word) =>
          `search_key(${TEXTS()}) LIKE search_key(${this.bind(`%${word.replace(/[\\%_]/g, '\\$&')}%`)})`,
      ),
    ].filter((part) => part !== '');
  }

  private tab(tab: Tab): string {
    switch (tab) {
      case 'waiting':
        return 'waits';
      case 'late':
        return `waits AND due_day < ${this.bind(this.today)}::date`;
      case 'mine':
        return `waits AND responsible_id = ${this.bind(this.staffId)}`;
      case 'over':
        return 'over_at IS NOT NULL';
    }
  }

  private bind(value: unknown): string {
    return `$${this.values.push(value)}`;
  }
}
