import { BookXml, excelText, RichText, type XmlEvents } from './book-xml.js';
import { columnNumber } from './column-letters.js';
import type { Line } from './csv-lines.js';
import { dayText, NO_RESULT, numberText, rounded } from './sheet-values.js';
import { brokenBook } from './zip.js';

/** A row of XML that is longer is no row. */
const LONGEST_ROW = 8 * 1024 * 1024;
/** What stands further to the right is no table of an office. */
const MOST_COLUMNS = 500;
const MOST_ROWS = 1_048_576;
const CAPITAL_A = 65;
const CAPITAL_Z = 90;

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
  const rows = new Rows(context);
  const reader = new BookXml(rows);
  for await (const piece of xml) {
    rows.read(piece.length);
    reader.write(piece);
    const lines = rows.take();
    if (lines.length > 0) yield lines;
  }
  reader.close();
  const lines = rows.take();
  if (lines.length > 0) yield lines;
}

class Rows implements XmlEvents {
  private lines: Line[] = [];
  private row = 0;
  private cells: string[] = [];
  private next = 0;
  private since = 0;

  private column = 0;
  private type = '';
  private style = '';
  private value: string | undefined;
  private isValue = false;
  private hasFormula = false;
  private readonly rich = new RichText();

  constructor(private readonly context: SheetContext) {}

  /** So much more has come; a row has to end some time. */
  read(length: number): void {
    this.since += length;
    if (this.since > LONGEST_ROW + length) throw brokenBook();
  }

  take(): Line[] {
    const { lines } = this;
    this.lines = [];
    return lines;
  }

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    switch (name) {
      case 'row':
        this.row = Number(attributes['r']) || this.row + 1;
        if (this.row > MOST_ROWS) throw brokenBook();
        this.cells = [];
        this.next = 0;
        return;
      case 'c':
        this.column = columnOf(attributes['r'], this.next);
        this.next = this.column + 1;
        this.type = attributes['t'] ?? '';
        this.style = attributes['s'] ?? '';
        this.value = undefined;
        this.hasFormula = false;
        if (this.type === 'inlineStr') this.rich.start();
        return;
      case 'v':
        this.value = '';
        this.isValue = true;
        return;
      case 'f':
        this.hasFormula = true;
        return;
      default:
        this.rich.open(name);
    }
  }

  text(text: string): void {
    if (this.isValue) this.value += text;
    else this.rich.add(text);
  }

  close(name: string): void {
    switch (name) {
      case 'v':
        this.isValue = false;
        return;
      case 'c':
        return this.keep();
      case 'row':
        if (this.cells.length > 0) this.lines.push({ row: this.row, cells: this.cells });
        this.since = 0;
        return;
      default:
        this.rich.close(name);
    }
  }

  /** Keeps the cell where it has a value. */
  private keep(): void {
    const text = this.column >= MOST_COLUMNS ? '' : this.cellText();
    if (text === '') return;
    while (this.cells.length < this.column) this.cells.push('');
    this.cells[this.column] = text;
  }

  private cellText(): string {
    const { type, value, style, context } = this;
    if (type === 'inlineStr') return this.rich.end();
    // A program that writes formulas without calculating them leaves the value out.
    if (value === undefined) return this.hasFormula ? NO_RESULT : '';
    // …or leaves it empty; of a text the empty value may be the result.
    if (value === '') return this.hasFormula && type !== 'str' ? NO_RESULT : '';
    switch (type) {
      case 's':
        return context.texts[Number(value)] ?? '';
      case 'b':
        return value === '1' ? 'да' : 'нет';
      case 'str':
      case 'e':
        return excelText(value).trim();
      case 'd':
        return value.slice(0, 10);
      default: {
        const number = Number(style);
        if (style !== '' && context.dateStyles[number]) return dayText(value, context.since1904);
        const places = style === '' ? undefined : context.places[number];
        return places === undefined ? numberText(value) : rounded(numberText(value), places);
      }
    }
  }
}

/** The column of `AB12`; the next one where a cell does not say. */
function columnOf(place: string | undefined, next: number): number {
  if (place === undefined) return next;
  let letters = 0;
  for (let code = 0; letters < 3; letters++) {
    code = place.charCodeAt(letters);
    if (!(code >= CAPITAL_A && code <= CAPITAL_Z)) break;
  }
  return letters === 0 ? next : columnNumber(place.slice(0, letters));
}
