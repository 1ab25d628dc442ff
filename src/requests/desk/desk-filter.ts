import { isUuid } from '../../core/ids.js';
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

const MOST_TYPED = 200;

/** Reads the filters of an address; what makes no sense asks for nothing. */
export function filterOf(query: Record<string, unknown>): DeskFilter {
  const text = (name: string): string => {
    const value = query[name];
    return typeof value === 'string' ? value.slice(0, MOST_TYPED) : '';
  };
  const [show, state, executor] = [text('show'), text('state'), text('executor')];
  return {
    show: Object.hasOwn(TABS, show) ? (show as Tab) : 'all',
    house: isUuid(text('house')) ? text('house') : '',
    kind: /^[a-z-]{2,30}$/.test(text('kind')) ? text('kind') : '',
    state: state === 'any' || Object.hasOwn(REQUEST_STATES, state) ? (state as RequestState | 'any') : '',
    executor: executor === 'none' || isUuid(executor) ? executor : '',
    // our pages tie «ул.» to its name with such spaces, and people copy from them
    q: text('q')
      .normalize('NFC')
      .replace(/[\s\p{Cc}\u00a0\u202f]+/gu, ' ')
      .trim(),
  };
}

/** The same as an address says it: `?show=late&house=…`, or nothing. */
export function queryOf(filter: Partial<DeskFilter>, more: Record<string, string> = {}): string {
  const said = Object.entries({ ...filter, ...more }).filter(
    ([name, value]) => value !== '' && !(name === 'show' && value === 'all'),
  );
  return said.length === 0 ? '' : `?${new URLSearchParams(said).toString()}`;
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

/** What is searched for: words in any order, a telephone by its last digits, a short number as that of a request. */
export function searchedWords(q: string): string[] {
  // the number of a request has as many digits as a telephone
  if (/^\d{4}-\d{6}$/.test(q)) return [q];
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
