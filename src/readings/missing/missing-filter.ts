import { isUuid } from '../../core/ids.js';
import { filterQuery, typedSearch, typedText } from '../../office/list-filter.js';

/** Which houses: one, those that are found by what was typed, or all. */
export interface MissingFilter {
  readonly house: string;
  readonly q: string;
}

/** What an address of the list says. */
export function missingFilterOf(query: Record<string, unknown>): MissingFilter {
  const house = typedText(query, 'house');
  return { house: isUuid(house) ? house : '', q: isUuid(house) ? '' : typedSearch(query) };
}

/** Whether an address says something that the filter does not: all houses would be shown, or written to, instead. */
export function isMisread(query: Record<string, unknown>): boolean {
  const { q } = query;
  return hasNoHouse(query) || (isGiven(q) && typeof q !== 'string');
}

/** Whether an address names a house that cannot be. */
export function hasNoHouse({ house }: Record<string, unknown>): boolean {
  return isGiven(house) && !(typeof house === 'string' && isUuid(house));
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== '';
}

/** The same as an address says it: `?house=…`, or nothing for all houses. */
export function missingQuery(filter: MissingFilter, more: Record<string, string> = {}): string {
  return filterQuery(filter, '', more);
}
