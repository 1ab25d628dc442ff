import { isUuid } from '../../core/ids.js';
import { filterQuery, searchedWords as wordsOf, typedSearch, typedText } from '../../office/list-filter.js';
import { numberParts } from '../../search/number-typed.js';
import { isOpen, REQUEST_STATES, type RequestState } from '../states.js';

/** The tabs of the desk, from left to right. */
export const TABS = {
  all: 'Все',
  late: 'Просрочены',
  soon: 'Скоро срок',
  mine: 'Мои',
  deferred: 'Отложены',
} as const;

export type Tab = keyof typeof TABS;

/** What is counted: the tabs, and of all that wait those that are neither late nor soon late. */
export type Counted = Tab | 'calm';
export const COUNTED = [...Object.keys(TABS), 'calm'] as readonly Counted[];

/** What of all requests is on the desk, as the address says it; an empty text asks for nothing. */
export interface DeskFilter {
  readonly show: Tab;
  readonly house: string;
  readonly kind: string;
  /** `any` is all of them, open or not. */
  readonly state: RequestState | 'any' | '';
  /** `none` is nobody. */
  readonly executor: string;
  readonly q: string;
}

/** Where a page of the list begins: after this row, as the list was at that moment. */
export interface DeskCursor {
  readonly asOf: Date;
  readonly band: number;
  readonly at: Date;
  readonly id: string;
}

/** Reads the filters of an address; what makes no sense asks for nothing. */
export function filterOf(query: Record<string, unknown>): DeskFilter {
  const text = (name: string): string => typedText(query, name);
  const [show, state, executor] = [text('show'), text('state'), text('executor')];
  return {
    show: Object.hasOwn(TABS, show) ? (show as Tab) : 'all',
    house: isUuid(text('house')) ? text('house') : '',
    kind: /^[a-z-]{2,30}$/.test(text('kind')) ? text('kind') : '',
    state: state === 'any' || Object.hasOwn(REQUEST_STATES, state) ? (state as RequestState | 'any') : '',
    executor: executor === 'none' || isUuid(executor) ? executor : '',
    q: typedSearch(query),
  };
}

/** The same as an address says it: `?show=late&house=…`, or nothing. */
export function queryOf(filter: Partial<DeskFilter>, more: Record<string, string> = {}): string {
  return filterQuery(filter, 'all', more);
}

/** Whether the list is of what waits, by what burns first; otherwise it is of all years, the newest first. */
export function isOfOpen({ show, state, q }: DeskFilter): boolean {
  if (state !== '') return state !== 'any' && isOpen(state);
  return q === '' || show !== 'all';
}

export function cursorText({ asOf, band, at, id }: DeskCursor): string {
  return [asOf.getTime().toString(36), band, at.getTime().toString(36), id].join('.');
}

/** The place that an address names; undefined where it names none. */
export function cursorOf(text: unknown): DeskCursor | undefined {
  const [, asOf, band, at, id] =
    /^([0-9a-z]{1,9})\.([0-2])\.([0-9a-z]{1,9})\.([0-9a-f-]{36})$/.exec(
      typeof text === 'string' ? text : '',
    ) ?? [];
  if (!asOf || !at || !id || !isUuid(id)) return undefined;
  return { asOf: new Date(parseInt(asOf, 36)), band: Number(band), at: new Date(parseInt(at, 36)), id };
}

/** What is searched for; see `list-filter.ts`. */
export function searchedWords(q: string): string[] {
  return wordsOf(q, (text) => {
    const parts = numberParts(text);
    if (parts?.said === 'request') return `${parts.year}-${parts.sequence}`;
    return /^\d{4}-\d{6}$/.test(text) ? text : undefined;
  });
}
