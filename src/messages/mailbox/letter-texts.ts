import type { IncomingLetter } from './incoming-letter.js';

const LONGEST_QUOTED = 20_000;
const PREFIXES = /^(?:(?:re|fwd?|ha|отв|пересл)(?:\[\d{1,3}\])?: ?)+/i;

/** The subject, without what mail programs put before it. */
export function titleOf({ subject, stub }: IncomingLetter): string {
  return (
    subject.replace(PREFIXES, '').slice(0, 120).trim() || (stub ? 'Письмо, которое здесь не показано' : '')
  );
}

/** As much of the text as fits, and whether that is not all. */
export function cutAt(longest: number, { text, stub }: IncomingLetter): { text: string; cut: boolean } {
  if (text === '') return { text: stub ? 'Текста письма здесь нет' : 'В письме нет текста', cut: false };
  return text.length <= longest
    ? { text, cut: false }
    : { text: `${text.slice(0, longest - 1)}…`, cut: true };
}

/** What the timeline keeps of a letter besides its text. */
export function detailsOf({ subject, quoted, from }: IncomingLetter): Record<string, string> {
  return { subject, from: from.address, ...(quoted !== '' && { quoted: quoted.slice(0, LONGEST_QUOTED) }) };
}
