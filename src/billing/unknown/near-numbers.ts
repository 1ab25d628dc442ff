/** A number that may have been meant, and how it differs from the one that was written. */
export interface NearNumber {
  readonly text: string;
  readonly slip: NumberSlip;
}

/** A letter stands for a digit, two digits are swapped, one is wrong, one is missing or too many. */
type NumberSlip = 'letters' | 'swapped' | 'digit' | 'length';

/** Letters that are typed for digits, of both alphabets. */
const DIGITS_OF: Readonly<Record<string, string>> = {
  ...{ o: '0', о: '0', l: '1', i: '1', '|': '1', з: '3', z: '2', s: '5', б: '6', b: '8', в: '8' },
};
const SHORTEST = 5;
const LONGEST = 20;

/** The number with digits for the letters that look like them; undefined where it has none, or more than slips. */
export function withoutLetters(text: string): string | undefined {
  const plain = text.toLowerCase().replace(/[\s./-]/g, '');
  const digits = [...plain].map((sign) => DIGITS_OF[sign] ?? sign).join('');
  const letters = plain.length - plain.replace(/\D/g, '').length;
  return letters > 0 && letters * 3 <= plain.length && isNumber(digits) ? digits : undefined;
}

/** Whether a text may be the number of one account; «1», «-» and «00000» stand in files for many that have nothing in common. */
export function mayBeNumber(written: string): boolean {
  const digits = withoutLetters(written) ?? written.replace(/[\s./-]/g, '');
  return isNumber(digits) && new Set(digits).size > 1;
}

/** The numbers that one slip makes of a written number; the likeliest slips first, none twice. */
export function nearNumbers(written: string): NearNumber[] {
  const digits = withoutLetters(written) ?? written.replace(/[\s./-]/g, '');
  if (!isNumber(digits)) return [];
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

function isNumber(text: string): boolean {
  return /^\d+$/.test(text) && text.length >= SHORTEST && text.length <= LONGEST;
}
