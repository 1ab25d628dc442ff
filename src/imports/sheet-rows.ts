import { columnNumber } from './column-letters.js';
import type { Line } from './csv-lines.js';
import { attribute, dayText, NO_RESULT, numberText, richText, rounded, unescaped } from './sheet-values.js';
import { xmlElements, xmlPrefix } from './xml-elements.js';
import { brokenBook } from './zip.js';

/** A row of XML that is longer is no row. */
const LONGEST_ROW = 8 * 1024 * 1024;
/** What stands further to the right is no table of an office. */
const MOST_COLUMNS = 500;
const MOST_ROWS = 1_048_576;

/** What cells refer to. */
export interface SheetContext {
  readonly texts: readonly string[];
  readonly dateStyles: readonly boolean[];
  /** How many digits after the point a style shows, where it shows two or more. */
  readonly places: readonly (number | undefined)[];
  readonly since1904: boolean;
}

/** The rows of a sheet from its XML (ECMA-376, 18.3.1), piece by piece; those without any value are left out. */
export async function* sheetRows(xml: AsyncIterable<string>, context: SheetContext): AsyncGenerator<Line[]> {
  let rest = '';
  let prefix: string | undefined;
  let last = 0;
  for await (const piece of xml) {
    rest += piece;
    prefix ??= xmlPrefix(rest, 'row');
    const close = `</${prefix ?? ''}row>`;
    const end = rest.lastIndexOf(close);
    if (rest.length - end > LONGEST_ROW) throw brokenBook();
    if (end < 0 || prefix === undefined) continue;
    const lines: Line[] = [];
    for (const [attributes, content] of xmlElements(rest.slice(0, end + close.length), `${prefix}row`)) {
      last = Number(attribute(attributes, 'r')) || last + 1;
      if (last > MOST_ROWS) throw brokenBook();
      const cells = content === '' ? [] : rowCells(content, prefix, context);
      if (cells.length > 0) lines.push({ row: last, cells });
    }
    rest = rest.slice(end + close.length);
    if (lines.length > 0) yield lines;
  }
}

/** The cells of a row up to the last that has a value. */
function rowCells(content: string, prefix: string, context: SheetContext): string[] {
  const cells: string[] = [];
  let next = 0;
  for (const [attributes, inner] of xmlElements(content, `${prefix}c`)) {
    const place = /^[A-Z]{1,3}/.exec(attribute(attributes, 'r'))?.[0] ?? '';
    const column = place === '' ? next : columnNumber(place);
    next = column + 1;
    const text = inner === '' || column >= MOST_COLUMNS ? '' : cellText(attributes, inner, context);
    if (text === '') continue;
    while (cells.length < column) cells.push('');
    cells[column] = text;
  }
  return cells;
}

const VALUE = /<(?:\w{1,20}:)?v(?:\s[^<>]*)?>([^<]*)</;
const FORMULA = /<(?:\w{1,20}:)?f[\s/>]/;
const NO_VALUE = /<(?:\w{1,20}:)?v\s*\/>/;

function cellText(attributes: string, inner: string, context: SheetContext): string {
  const type = attribute(attributes, 't');
  if (type === 'inlineStr') return richText(inner);
  const value = VALUE.exec(inner)?.[1];
  // A program that writes formulas without calculating them leaves the value out.
  if (value === undefined) return FORMULA.test(inner) && !NO_VALUE.test(inner) ? NO_RESULT : '';
  switch (type) {
    case 's':
      return context.texts[Number(value)] ?? '';
    case 'b':
      return value === '1' ? 'да' : 'нет';
    case 'str':
    case 'e':
      return unescaped(value).trim();
    case 'd':
      return value.slice(0, 10);
    default: {
      const style = attribute(attributes, 's');
      const isDay = style !== '' && value !== '' && context.dateStyles[Number(style)];
      if (isDay) return dayText(value, context.since1904);
      const places = style === '' ? undefined : context.places[Number(style)];
      return places === undefined ? numberText(value) : rounded(numberText(value), places);
    }
  }
}
