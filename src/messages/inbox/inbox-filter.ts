import { isUuid } from '../../core/ids.js';
import { filterQuery, searchedWords as wordsOf, typedSearch, typedText } from '../../office/list-filter.js';
import { numberParts } from '../../search/number-typed.js';
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

/** Reads the filters of an address; what makes no sense asks for nothing. */
export function filterOf(query: Record<string, unknown>): InboxFilter {
  const text = (name: string): string => typedText(query, name);
  const [show, kind, who] = [text('show'), text('kind'), text('who')];
  return {
    show: Object.hasOwn(TABS, show) ? (show as Tab) : 'waiting',
    kind: Object.hasOwn(APPEAL_KINDS, kind) ? (kind as AppealKind) : '',
    house: isUuid(text('house')) ? text('house') : '',
    who: who === 'none' || isUuid(who) ? who : '',
    q: typedSearch(query),
  };
}

/** The same as an address says it: `?show=late&house=…`, or nothing. */
export function queryOf(filter: Partial<InboxFilter>, more: Record<string, string> = {}): string {
  return filterQuery(filter, 'waiting', more);
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

/** What is searched for; see `list-filter.ts`. */
export function searchedWords(q: string): string[] {
  return wordsOf(q, (text) => {
    const parts = /^\d+$/.test(text) ? undefined : numberParts(text);
    return parts && parts.said !== 'request'
      ? `${parts.year && `К-${parts.year}`}-${parts.sequence}`
      : undefined;
  });
}
