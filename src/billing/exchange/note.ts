import { clean } from '../../platform/text/russian.js';

const LONGEST = 500;

/** What a bank passes on of the payer, in one line. */
export function noteOf(...parts: readonly (string | undefined)[]): string {
  const known = parts
    .map((part) => clean((part ?? '').replace(/[\p{Cc}\p{Cs}]/gu, ' ')))
    .filter((part) => part !== '');
  return known.join(', ').slice(0, LONGEST);
}
