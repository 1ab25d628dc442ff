import { filterQuery, typedSearch, typedText } from '../../office/list-filter.js';
import { moneyTyped } from '../lookup/payment-typed.js';
import { isOutcome } from './outcomes.js';
import { ROW_STATES, type RowState } from './rows.sql.js';

/** What the address of the list says. */
export interface RowFilter {
  readonly show: RowState;
  readonly outcome: string;
  readonly q: string;
}

const USUAL: RowState = 'waiting';
const MOST_WORDS = 8;
/** What stands further back is found by the search: each page makes the database read all rows before it. */
export const LAST_PAGE = 200;

/** Reads the address; what cannot be is the usual. */
export function rowFilter(query: Record<string, unknown>): RowFilter {
  const show = ROW_STATES.find((state) => state === query['show']) ?? USUAL;
  const outcome = typedText(query, 'outcome');
  return { show, outcome: show === 'dismissed' && isOutcome(outcome) ? outcome : '', q: typedSearch(query) };
}

/** The page of the list, from 1. */
export function rowPage(query: Record<string, unknown>): number {
  const page = Number(typedText(query, 'page'));
  return Number.isInteger(page) && page > 0 && page <= LAST_PAGE ? page : 1;
}

/** The filter as an address says it. */
export function rowQuery(filter: RowFilter, more: Record<string, string> = {}): string {
  return filterQuery(filter, USUAL, more);
}

/** The list that an address shows, as another says it: work on one row does not lose the search of the others. */
export function keptQuery(query: Record<string, unknown>, more: Record<string, string> = {}): string {
  const page = rowPage(query);
  return rowQuery(rowFilter(query), { ...(page > 1 && { page: String(page) }), ...more });
}

/** What is looked for. */
interface RowSearch {
  /** All of them have to be there. */
  readonly words: string[];
  readonly between?: [from: number, to: number];
  readonly day?: string;
  /** «рябова 1000», «300», «01.12.2026»: these words with that sum, or of that day, do as well as all the words. */
  readonly beside?: {
    readonly words: string[];
    readonly between?: [from: number, to: number];
    readonly day?: string;
  };
}

/** What is looked for: a sum, maybe with its day, and words; a number, alone or beside words, may be one of them, or a sum of roubles, and a day may be the day or stand in a purpose. */
export function rowSearch(q: string, today: string): RowSearch {
  const { kopecks, whole, either, day, rest, roubles, beside } = moneyTyped(q, today);
  const words = (text: string): string[] =>
    text
      .split(/[\s,;№]+/)
      .filter(Boolean)
      .slice(0, MOST_WORDS);
  if (kopecks === undefined) {
    if (day !== undefined) return { words: words(q), beside: { words: words(rest), day } };
    const sum = roubles === undefined ? beside : { roubles, rest: '' };
    if (sum === undefined) return { words: words(q) };
    const other = {
      words: words(sum.rest),
      between: [sum.roubles, sum.roubles + 99] as [number, number],
    };
    return { words: words(q), beside: other };
  }
  // «иванов 27.11» is hardly a payment of 27 roubles
  if (either !== undefined) return { words: words(rest), day: either };
  return {
    words: words(rest),
    between: [kopecks, whole ? kopecks + 99 : kopecks],
    ...(day !== undefined && { day }),
  };
}
