import { withoutTail } from '../text/tail.js';
import { readXml } from './book-xml.js';

/** What a cell holds whose formula nobody has calculated. */
export const NO_RESULT = '#НЕТ_РЕЗУЛЬТАТА!';

/** Precision of Excel. */
const DIGITS = 15;
const LARGEST = 1e15;
const DAY = 86_400_000;
const EPOCH = Date.UTC(1899, 11, 30);
const EPOCH_1904 = Date.UTC(1904, 0, 1);
const LAST_DAY = 2_958_465;

/** A number as a person would have typed it: 0.1 + 0.2 is kept as 0.30000000000000004. */
export function numberText(stored: string): string {
  if (/^-?\d{1,15}(?:\.\d{1,4})?$/.test(stored)) return stored;
  const number = Number(stored);
  if (!Number.isFinite(number)) return stored;
  // Digits of a longer number are lost already: whoever reads it shall see that.
  if (Math.abs(number) >= LARGEST) return number.toExponential();
  const rounded = Number(number.toPrecision(DIGITS));
  const text = String(rounded);
  return text.includes('e') ? withoutTail(withoutTail(rounded.toFixed(10), /0/), /\./) : text;
}

/** A decimal with so many digits after its point at most, halves away from nought as Excel shows them. */
export function rounded(text: string, digits: number): string {
  const [, minus = '', whole = '', fraction = ''] = /^(-?)(\d+)\.(\d+)$/.exec(text) ?? [];
  if (fraction.length <= digits) return text;
  const up = Number(fraction[digits]) >= 5 ? 1n : 0n;
  const kept = (BigInt(whole + fraction.slice(0, digits)) + up).toString().padStart(digits + 1, '0');
  const value = `${kept.slice(0, kept.length - digits)}.${kept.slice(kept.length - digits)}`;
  const plain = withoutTail(withoutTail(value, /0/), /\./);
  return plain === '0' ? plain : minus + plain;
}

/** The day that Excel keeps as a number, `2026-10-31`; the time of day is left out. */
export function dayText(stored: string, since1904: boolean): string {
  const days = Math.floor(Number(stored) + 1e-6);
  if (!(days >= 0 && days <= LAST_DAY)) return stored;
  return new Date((since1904 ? EPOCH_1904 : EPOCH) + days * DAY).toISOString().slice(0, 10);
}

/** Which styles of cells show numbers as days, in the order of `cellXfs` of styles.xml (ECMA-376, 18.8.30). */
export function dateStyles(xml: string): boolean[] {
  return styleFormats(xml).map(({ id, format }) =>
    format === undefined ? isBuiltInDate(id) : isDateFormat(format),
  );
}

/**
 * How many digits after the point each style shows, in the same order. Fewer than two are of no use here: a sum that is
 * shown in whole roubles has kopecks all the same.
 */
export function shownPlaces(xml: string): (number | undefined)[] {
  return styleFormats(xml).map(({ id, format }) => {
    const [, fraction = ''] =
      /^[^;.]*[0#]\.(0+)(?![0#?])/.exec(format ?? (TWO_PLACES.has(id) ? '0.00' : '')) ?? [];
    const isPlain = format === undefined || !/[%eE/@]/.test(format.replace(/"[^"]*"|\\.|\[[^[\]]*\]/g, ''));
    return isPlain && fraction.length >= 2 ? fraction.length : undefined;
  });
}

/** Built-in formats that show two digits: `0.00`, `#,##0.00` and those of money. */
const TWO_PLACES = new Set([2, 4, 7, 8, 39, 40, 43, 44]);

function styleFormats(xml: string): { id: number; format: string | undefined }[] {
  const formats = new Map<number, string>();
  const ids: number[] = [];
  let isList = false;
  readXml(xml, {
    open(name, attributes) {
      const id = Number(attributes['numFmtId']);
      if (name === 'numFmt') formats.set(id, attributes['formatCode'] ?? '');
      else if (name === 'cellXfs') isList = true;
      else if (name === 'xf' && isList) ids.push(id);
    },
    close(name) {
      if (name === 'cellXfs') isList = false;
    },
  });
  return ids.map((id) => ({ id, format: formats.get(id) }));
}

function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

function isDateFormat(format: string): boolean {
  const bare = format.replace(/"[^"]*"|\\.|\[[^[\]]*\]|_./g, '');
  return /[dmyдмг]/i.test(bare) && !/^(?:general|основной)/i.test(bare);
}
