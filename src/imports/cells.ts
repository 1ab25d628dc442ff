import { clean, hasForbiddenCharacters } from '../text/russian.js';

/** What is stored for a cell (null: nothing is known), or why it cannot be. */
export type Checked =
  { readonly value: string | null; readonly reason?: undefined } | { readonly reason: string };

/** How Excel shows a long number that it was given instead of a text. */
export const SCIENTIFIC = /^[+-]?\d+([.,]\d+)?[eе][+-]?\d+$/iu;

/** The number of a personal account: digits, letters and a few signs, with a digit among them. */
export function accountNumber(text: string): Checked {
  if (text === '') return { reason: 'не указан номер лицевого счета' };
  if (SCIENTIFIC.test(text)) return spoiledByExcel(text);
  if (!/^[\p{L}\d][\p{L}\d./_-]*$/u.test(text)) {
    return {
      reason: `«${short(text)}» не похоже на номер: в нём могут быть цифры, буквы и знаки «-», «/», «.», «_» без пробелов`,
    };
  }
  if (!/\d/.test(text)) return { reason: `«${short(text)}» не похоже на номер: в нём нет ни одной цифры` };
  return limited(text, 30);
}

/** A text of at most so many characters. */
export function limited(text: string, length: number): Checked {
  return text.length > length ? { reason: `длиннее ${length} знаков` } : { value: text };
}

/** Tells what Excel did to a number. */
export function spoiledByExcel(text: string): Checked {
  return {
    reason: `Excel превратил номер в число «${short(text)}» и потерял цифры. Задайте столбцу формат «Текстовый» и выгрузите файл заново`,
  };
}

/** Tells whoever types of a number that they have copied from Excel; `what` is to be written. */
export function typedAsExcel(text: string, what: 'его' | 'номер'): Checked {
  return { reason: `«${short(text)}» — так Excel записал число. Напишите ${what} обычными цифрами` };
}

/** A value as a message shows it. */
export function short(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}…` : clean(text);
}

/** Tidies the text of a cell, or tells why it is none. */
export function tidied(cell: string): Checked {
  // Most cells are numbers and short words with nothing to tidy.
  if (/^(?!-)[\w.,-]*$/.test(cell)) return { value: cell };
  if (/[\r\n]/.test(cell) && hasRowsInside(cell)) {
    return { reason: 'перенос строки внутри значения. Возможно, не закрыта кавычка (")' };
  }
  const text = visible(cell);
  if (hasForbiddenCharacters(text.replace(/\r/g, ' '))) return { reason: 'недопустимый управляющий символ' };
  return { value: clean(withoutApostrophe(text)) };
}

/** A text without the marks of direction and the signs of no width that programs leave around what they copy. */
export function visible(text: string): string {
  return text.replace(/[\u00ad\u200b-\u200f\u202a-\u202c\u2060\u2066-\u2069\ufeff]/g, '');
}

/** A quotation mark that nobody closed takes in the rows below; a break that somebody typed in a cell (Alt+Enter) is a space. */
function hasRowsInside(cell: string): boolean {
  const [, ...below] = cell.split(/[\r\n]+/);
  return cell.length > 500 || below.some((line) => /[;\t|]/.test(line) || line.split(',').length > 3);
}

/** An apostrophe tells a spreadsheet that a text follows; we put one before what looks like a formula (csv-text.ts). */
function withoutApostrophe(cell: string): string {
  return /^'[=+\-@\t\d]/.test(cell) ? cell.slice(1) : cell;
}

/** Cells without the empty ones that spreadsheets append. */
export function withoutEmptyEnd(cells: readonly string[], keep = 0): readonly string[] {
  let length = cells.length;
  while (length > keep && cells[length - 1]!.trim() === '') length -= 1;
  return length === cells.length ? cells : cells.slice(0, length);
}

/** Cells in as many columns as a table has, where there are not more: Excel leaves out empty ones at the end. */
export function ofWidth(cells: readonly string[], width: number): readonly string[] {
  const filled = withoutEmptyEnd(cells, width);
  return filled.length < width ? [...filled, ...Array<string>(width - filled.length).fill('')] : filled;
}

/** A heading by which a column is recognised: letters and digits only, small, without «ё». */
export function squeezed(title: string): string {
  return title
    .replaceAll('№', '') // «No» in NFKC
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/[^\p{L}\p{N}]/gu, '');
}
