import { clean } from '../../text/russian.js';

const LONGEST = 500;
const LONGEST_LINE = 2000;

/** What a bank passes on of the payer, in one line. */
export function noteOf(...parts: readonly (string | undefined)[]): string {
  const known = parts.map((part) => plain(part ?? '')).filter((part) => part !== '');
  return known.join(', ').slice(0, LONGEST);
}

/** A text of a bank in one line, without control characters. */
export function oneLine(text: string): string {
  return plain(text).slice(0, LONGEST_LINE);
}

function plain(text: string): string {
  return clean(text.replace(/[\p{Cc}\p{Cs}]/gu, ' '));
}
