import { withoutTail } from '../text/tail.js';
import { xmlElements, xmlPrefix } from './xml-elements.js';

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
  const prefix = xmlPrefix(xml, 'cellXfs') ?? '';
  for (const [attributes] of xmlElements(xml, `${prefix}numFmt`)) {
    formats.set(Number(attribute(attributes, 'numFmtId')), unescaped(attribute(attributes, 'formatCode')));
  }
  const list = [...xmlElements(xml, `${prefix}cellXfs`)][0]?.[1] ?? '';
  return Array.from(xmlElements(list, `${prefix}xf`), ([attributes]) => {
    const id = Number(attribute(attributes, 'numFmtId'));
    return { id, format: formats.get(id) };
  });
}

function isBuiltInDate(id: number): boolean {
  return (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
}

function isDateFormat(format: string): boolean {
  const bare = format.replace(/"[^"]*"|\\.|\[[^[\]]*\]|_./g, '');
  return /[dmyдмг]/i.test(bare) && !/^(?:general|основной)/i.test(bare);
}

/** Texts of the shared table (`<si>`) or of a cell (`<is>`): pieces in different fonts together, readings of Japanese left out. */
export function richText(xml: string): string {
  const prefix = xmlPrefix(xml, 't') ?? '';
  const readings = xml.includes('rPh')
    ? Array.from(xmlElements(xml, `${prefix}rPh`), ([, inner]) => inner)
    : [];
  let text = '';
  for (const [, piece] of xmlElements(
    readings.reduce((rest, one) => rest.replace(one, ''), xml),
    `${prefix}t`,
  )) {
    text += piece;
  }
  return unescaped(text).trim();
}

/** The value of an attribute of a tag, '' where it has none. */
export function attribute(tag: string, name: string): string {
  const start = tag.indexOf(` ${name}="`);
  return start < 0 ? '' : tag.slice(start + name.length + 3, tag.indexOf('"', start + name.length + 3));
}

/** A text of XML as it is meant, with what Excel escapes itself, `_x000D_`. */
export function unescaped(text: string): string {
  const plain = text.includes('_x')
    ? text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
  return plain.includes('&') ? plain.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, named) : plain;
}

const NAMED: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

function named(whole: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name] ?? whole;
  const code = hex === undefined ? Number(decimal) : parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
}
