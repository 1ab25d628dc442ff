import { withoutTail } from '../text/tail.js';
import { ImportRefused } from './import-refused.js';

/** One row of a table; `row` is the number of its first line in the file. */
export interface Line {
  readonly row: number;
  readonly cells: readonly string[];
}

/** No honest row is longer; what is longer has a quotation mark that nobody closed, or is no table. */
const MAX_LINE_LENGTH = 64 * 1024;

/** What Excel writes above a table for itself, `sep=;`. */
export const SEPARATOR_LINE = /^\uFEFF?"?sep=(.)"?.?$/i;
/** Programs of DOS end a text with Ctrl+Z. */
export const END_OF_FILE = /\x1a/;

/** Takes a CSV text apart; rows without any value are left out. Strange quotation marks stay in the value. */
export async function* csvLines(text: AsyncIterable<string>, delimiter: string): AsyncGenerator<Line> {
  for await (const lines of csvBatches(text, delimiter)) yield* lines;
}

/**
 * The same, as many rows at a time as a piece of the text has. In registries of banks nothing is `quoted`: a quotation
 * mark there is a letter like others, and names are cut off in the middle of one.
 */
export async function* csvBatches(
  text: AsyncIterable<string>,
  delimiter: string,
  quoted = true,
): AsyncGenerator<Line[]> {
  const splitter = new Splitter(delimiter, quoted);
  for await (const piece of text) {
    const lines = splitter.add(piece);
    if (lines.length > 0) yield lines;
  }
  const lines = splitter.finish();
  if (lines.length > 0) yield lines;
}

/** Keeps what stands between two pieces of the text. */
class Splitter {
  private rest = '';
  private row = 1;

  constructor(
    private readonly delimiter: string,
    private readonly quoted: boolean,
  ) {}

  add(piece: string): Line[] {
    let text = this.rest + piece;
    // What follows a \r at the end is not known yet.
    const held = text.endsWith('\r') ? '\r' : '';
    text = unixLines(held ? text.slice(0, -1) : text);
    const end = text.lastIndexOf('\n') + 1;
    const lines: Line[] = [];
    const taken = this.split(text.slice(0, end), lines, false);
    this.rest = text.slice(taken) + held;
    if (this.rest.length > MAX_LINE_LENGTH) throw this.tooLong();
    return lines;
  }

  finish(): Line[] {
    const text = unixLines(withoutTail(this.rest, END_OF_FILE));
    const lines: Line[] = [];
    this.split(text.endsWith('\n') || text === '' ? text : `${text}\n`, lines, true);
    return lines;
  }

  /** Returns how much of the text was taken: a quoted value may go on in the next piece. */
  private split(text: string, lines: Line[], last: boolean): number {
    if (!this.quoted || !text.includes('"')) {
      if (text !== '') for (const line of text.slice(0, -1).split('\n')) this.plain(line, lines);
      return text.length;
    }
    let start = 0;
    while (start < text.length) {
      const end = text.indexOf('\n', start);
      const quote = text.indexOf('"', start);
      if (quote < 0 || quote > end) {
        this.plain(text.slice(start, end), lines);
        start = end + 1;
        continue;
      }
      const record = quotedRecord(text, start, this.delimiter);
      if (!record && last) {
        throw new ImportRefused(
          `В строке ${this.row} открыта и до конца файла не закрыта кавычка ("). Возможно, файл обрезан`,
        );
      }
      if (!record) return start;
      if (record.end - start > MAX_LINE_LENGTH) throw this.tooLong();
      this.push(record.cells, lines);
      this.row += lineBreaks(text, start, record.end);
      start = record.end;
    }
    return start;
  }

  private plain(line: string, lines: Line[]): void {
    if (line.length > MAX_LINE_LENGTH) throw this.tooLong();
    const isEmpty = line === '' || (this.row === 1 && SEPARATOR_LINE.test(line));
    this.push(isEmpty ? [] : line.split(this.delimiter), lines);
    this.row += 1;
  }

  private push(cells: string[], lines: Line[]): void {
    if (!isBlank(cells)) lines.push({ row: this.row, cells });
  }

  private tooLong(): ImportRefused {
    return new ImportRefused(
      `Строка ${this.row} длиннее ${MAX_LINE_LENGTH / 1024} КБ: в ней не закрыта кавычка (") или это не таблица`,
    );
  }
}

/** A row from `start` on, in which quotation marks stand; undefined where one of them is not closed before the end. */
function quotedRecord(
  text: string,
  start: number,
  delimiter: string,
): { cells: string[]; end: number } | undefined {
  const cells: string[] = [];
  let from = start;
  for (;;) {
    let end = quotedEnd(text, from, delimiter);
    if (end === undefined) return undefined;
    if (end > from) {
      cells.push(unquoted(text.slice(from, end)));
    } else {
      // Not quoted, or something follows the closing mark: the value is taken as it stands.
      end = Math.min(position(text, delimiter, from), text.indexOf('\n', from));
      cells.push(text.slice(from, end).trimStart());
    }
    if (text[end] === '\n') return { cells, end: end + 1 };
    from = end + 1;
  }
}

/** Where a quoted value ends; `from` where there is none, undefined where it is not closed. */
function quotedEnd(text: string, from: number, delimiter: string): number | undefined {
  let mark = from;
  while (isSpace(text[mark], delimiter)) mark += 1;
  if (text[mark] === '=') mark += 1;
  if (text[mark] !== '"') return from;
  mark = text.indexOf('"', mark + 1);
  while (mark >= 0 && text[mark + 1] === '"') mark = text.indexOf('"', mark + 2);
  if (mark < 0) return undefined;
  let end = mark + 1;
  while (isSpace(text[end], delimiter)) end += 1;
  return text[end] === delimiter || text[end] === '\n' ? end : from;
}

/** A value without its marks, nor those by which Excel is told that it is a text: `="0100002345"`. */
function unquoted(value: string): string {
  const text = value.slice(value.indexOf('"') + 1, value.lastIndexOf('"')).replaceAll('""', '"');
  return /^="([^"]*)"$/.exec(text)?.[1] ?? text;
}

function isSpace(character: string | undefined, delimiter: string): boolean {
  return character === ' ' || (character === '\t' && delimiter !== '\t');
}

function position(text: string, delimiter: string, from: number): number {
  const found = text.indexOf(delimiter, from);
  return found < 0 ? text.length : found;
}

function unixLines(text: string): string {
  return text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
}

function lineBreaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let at = text.indexOf('\n', from); at >= 0 && at < to; at = text.indexOf('\n', at + 1)) count += 1;
  return count;
}

function isBlank(cells: readonly string[]): boolean {
  for (const cell of cells) if (cell !== '' && cell.trim() !== '') return false;
  return true;
}

/** The cells of one line by itself. */
export function csvRow(line: string, delimiter: string): string[] {
  const splitter = new Splitter(
    delimiter,
    line.includes('"') && quotedRecord(`${line}\n`, 0, delimiter) !== undefined,
  );
  splitter.add(line);
  return [...(splitter.finish()[0]?.cells ?? [])];
}

/** A row of a CSV file that spreadsheets of Russian offices open. */
export function csvLine(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(';')}\r\n`;
}

/** One value of it; a spreadsheet must not take the value for a formula (OWASP: CSV injection). */
export function csvCell(value: string): string {
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[";\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
