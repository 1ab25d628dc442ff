import { isDigits, withoutLetters } from '../../text/look-alikes.js';

/** A number that may have been meant, and how it differs from the one that was written. */
export interface NearNumber {
  readonly text: string;
  readonly slip: NumberSlip;
}

/** A letter stands for a digit, two digits are swapped, one is wrong, one is missing or too many. */
type NumberSlip = 'letters' | 'swapped' | 'digit' | 'length';

/** Whether a text may be the number of one account; «1», «-» and «00000» stand in files for many that have nothing in common. */
export function mayBeNumber(written: string): boolean {
  const digits = withoutLetters(written) ?? written.replace(/[\s./-]/g, '');
  return isDigits(digits) && new Set(digits).size > 1;
}

/** The numbers that one slip makes of a written number; the likeliest slips first, none twice. */
export function nearNumbers(written: string): NearNumber[] {
  const digits = withoutLetters(written) ?? written.replace(/[\s./-]/g, '');
  if (!isDigits(digits)) return [];
  const found = new Map<string, NumberSlip>();
  const add = (text: string, slip: NumberSlip): void => {
    if (text !== written && !found.has(text)) found.set(text, slip);
  };
  add(digits, 'letters');
  for (let at = 0; at + 1 < digits.length; at += 1) {
    add(`${digits.slice(0, at)}${digits[at + 1]!}${digits[at]!}${digits.slice(at + 2)}`, 'swapped');
  }
  for (let at = 0; at < digits.length; at += 1) {
    for (const digit of '0123456789') add(digits.slice(0, at) + digit + digits.slice(at + 1), 'digit');
  }
  for (let at = 0; at <= digits.length; at += 1) {
    add(digits.slice(0, at) + digits.slice(at + 1), 'length');
    for (const digit of '0123456789') add(digits.slice(0, at) + digit + digits.slice(at), 'length');
  }
  return [...found].map(([text, slip]) => ({ text, slip }));
}
