import { findAddresses } from './personal/find-addresses.js';
import { findCodes } from './personal/find-codes.js';
import { findFlats } from './personal/find-flats.js';
import { findHealth } from './personal/find-health.js';
import { findNames, stemOf } from './personal/find-names.js';
import { findNumbers } from './personal/find-numbers.js';
import { type Finding, REMOVED } from './personal/finding.js';
import { plainCopy } from './personal/plain-copy.js';

/** What is known of those whom a text may speak of. */
export interface PersonalContext {
  /** The author, who else lives there, people of the office. */
  readonly names?: readonly string[];
  /** Addresses of houses, whose streets are no names. */
  readonly streets?: readonly string[];
}

/** A piece that was found, as the text has it. */
export interface PersonalPiece extends Finding {
  readonly text: string;
}

/** What stands for the kind of a removed piece in a text: «[имя убрано]». */
const TOKEN = new RegExp(`\\[(${Object.values(REMOVED).join('|')})\\]`, 'g');

/** Finds what looks like personal data, in order and without overlaps. A false mark is cheaper than a missed one. */
export function personalData(
  text: string,
  { names = [], streets = [] }: PersonalContext = {},
): PersonalPiece[] {
  // What has been removed is found no more: signs of the same length, which mean nothing.
  const copy = plainCopy(text.replace(TOKEN, (token) => '\uFFFC'.repeat(token.length)));
  const known = new Set(streets.flatMap((street) => street.split(/[^\p{L}-]+/u)).map(stemOf));
  const found = [
    ...findAddresses(copy),
    ...findNumbers(copy),
    ...findFlats(copy),
    ...findCodes(copy),
    ...findHealth(copy),
    ...findNames(copy, names, known),
  ];
  return merged(found.sort((a, b) => a.start - b.start || b.end - a.end)).map(({ kind, start, end }) => {
    const place = copy.original(start, end);
    return { kind, ...place, text: text.slice(place.start, place.end) };
  });
}

/** Parts a text into what is said and what was removed. */
export function withoutRemoved(text: string): { text: string; removed: boolean }[] {
  return text
    .split(TOKEN)
    .map((part, index) => ({ text: part, removed: index % 2 === 1 }))
    .filter((part) => part.text !== '');
}

/** Puts the grey word in the place of each piece that was chosen. */
export function removePieces(text: string, pieces: readonly PersonalPiece[]): string {
  let rest = 0;
  const kept: string[] = [];
  for (const { kind, start, end } of pieces) {
    kept.push(text.slice(rest, start), `[${REMOVED[kind]}]`);
    rest = end;
  }
  return kept.join('') + text.slice(rest);
}

/** One finding for those that overlap, of the kind of the longest. */
function merged(found: readonly Finding[]): Finding[] {
  const all: Finding[] = [];
  for (const next of found) {
    const last = all.at(-1);
    if (!last || next.start >= last.end) {
      all.push(next);
      continue;
    }
    const longer = next.end - next.start > last.end - last.start ? next : last;
    all[all.length - 1] = { kind: longer.kind, start: last.start, end: Math.max(last.end, next.end) };
  }
  return all;
}
