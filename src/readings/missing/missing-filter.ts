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

/** Whether an address says something that the filter does not: a bulk deed would be about all houses instead. */
export function isMisread(query: Record<string, unknown>): boolean {
  const { house, q } = query;
  const given = (value: unknown): boolean => value !== undefined && value !== '';
  return (
    (given(house) && !(typeof house === 'string' && isUuid(house))) || (given(q) && typeof q !== 'string')
  );
}

/** The same as an address says it: `?house=…`, or nothing for all houses. */
export function missingQuery(filter: MissingFilter, more: Record<string, string> = {}): string {
  return filterQuery(filter, '', more);
}
