import { plural } from '../../text/russian.js';

/** What fits into one line of a page. */
const FIRST = 3;

/** The first breaks of the journal in one line, and how many there are besides. */
export function inShort(breaks: readonly string[]): string {
  const more = breaks.length - FIRST;
  const words = breaks.slice(0, FIRST).join('; ');
  return more > 0 ? `${words}; и ещё ${more} ${plural(more, 'место', 'места', 'мест')}` : words;
}
