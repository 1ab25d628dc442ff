import { isUuid } from '../../core/ids.js';
import { APPEAL_KINDS, type AppealKind } from '../appeal.js';

/** The tabs of the inbox, from left to right. */
export const TABS = {
  waiting: 'Ждут ответа',
  late: 'Просрочены',
  mine: 'Мои',
  over: 'Отвечены',
} as const;

export type Tab = keyof typeof TABS;

/** What of all entries is in the list, as the address says it; an empty text asks for nothing. */
export interface InboxFilter {
  readonly show: Tab;
  readonly kind: AppealKind | '';
  readonly house: string;
  /** `none` is nobody. */
  readonly who: string;
  /** Goes through all entries, whatever the tab. */
  readonly q: string;
}

/** Where a page of the list begins: after this row. */
export interface InboxCursor {
  /** The day for the answer; empty where there is none. */
  readonly day: string;
  /** When it came; of what is over, when that was. */
  readonly at: Date;
  readonly id: string;
}

const MOST_TYPED = 200;

/** Reads the filters of an address; what makes no sense asks for nothing. */
export function filterOf(query: Record<string, unknown>): InboxFilter {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.slice(0, MOST_TYPED) : '';
  };
  const [show, kind, who] = [text('show'), text('kind'), text('who')];
  return {
    show: Object.hasOwn(TABS, show) ? (show as Tab) : 'waiting',
    kind: Object.hasOwn(APPEAL_KINDS, kind) ? (kind as AppealKind) : '',
    house: isUuid(text('house')) ? text('house') : '',
    who: who === 'none' || isUuid(who) ? who : '',
    q: text('q')
      .normalize('NFC')
      .replace(/[\s\p{Cc}\u00a0\u202f]+/gu, ' ')
      .trim(),
  };
}

/** The same as an address says it: `?show=late&house=…`, or nothing. */
export function queryOf(filter: Partial<InboxFilter>, more: Record<string, string> = {}): string {
  const said = Object.entries({ ...filter, ...more }).filter(
    ([name, value]) => value !== '' && !(name === 'show' && value === 'waiting'),
  );
  return said.length === 0 ? '' : `?${new URLSearchParams(said).toString()}`;
}

export function cursorText({ day, at, id }: InboxCursor): string {
  return [day, at.getTime().toString(36), id].join('.');
}

/** The place that an address names; undefined where it names none. */
export function cursorOf(text: unknown): InboxCursor | undefined {
  const [, day, at, id] =
    /^(|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8]|29|30|31))\.([0-9a-z]{1,9})\.([0-9a-f-]{36})$/.exec(
      typeof text === 'string' ? text : '',
    ) ?? [];
  if (day === undefined || !at || !id || !isUuid(id)) return undefined;
  if (day !== '' && !new Date(`${day}T00:00:00Z`).toISOString().startsWith(day)) return undefined;
  return { day, at: new Date(parseInt(at, 36)), id };
}

/** What is searched for: words in any order, a telephone by its last digits, a short number as that of an entry. */
export function searchedWords(q: string): string[] {
  if (/^[кk]-\d{4}-\d{6}$/i.test(q)) return [`К${q.slice(1)}`];
  const digits = q.replace(/[\s()+\p{Pd}]/gu, '');
  if (/^\d{10,11}$/.test(digits)) return [digits.slice(-10)];
  if (/^\d{1,6}$/.test(q)) return [`-${q.padStart(6, '0')}`];
  return q
    .split(/[\s,;№]+/)
    .filter(Boolean)
    .slice(0, 8);
}

/** Whether a search has something that indexes can find: they need three characters in a row. */
export function isSearchable(words: readonly string[]): boolean {
  return words.some((word) => (word.match(/[\p{L}\p{N}]{3,}/gu) ?? []).length > 0);
}
