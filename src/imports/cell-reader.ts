import { accountNumber, type Checked, limited, tidied } from './cells.js';
import { cellError, decimal, kopecks, plainKopecks, type Read } from './amounts.js';
import { type Dates, detached } from './dates.js';
import type { RowError } from './row-error.js';

const MOST_KEPT = 2000;

/** What the cells of a file have in common. */
export interface CellRules {
  readonly dates: Dates;
  /** What to call a column in messages: its heading, or its letter. */
  readonly title: (position: number) => string;
  readonly decimal?: ',' | '.' | undefined;
  /** The decimal signs of columns of sums, where their values tell. */
  readonly signs?: ReadonlyMap<number, ',' | '.'>;
  readonly accountLength?: number | undefined;
  /** Read in an encoding of single bytes, where letters of UTF-8 would come out as pairs of strange ones. */
  readonly singleByte?: boolean;
}

/**
 * Reads the cells of one row after another and gathers what is wrong with them, so that a row can be mended at one go.
 * A position of -1 is a column that the file does not have.
 */
export class CellReader {
  errors: RowError[] = [];
  private row = 0;
  private cells: readonly string[] = [];
  private readonly texts = new Map<string, string>();

  constructor(private readonly rules: CellRules) {}

  /** Turns to a row. */
  start(row: number, cells: readonly string[]): void {
    this.row = row;
    this.cells = cells;
    if (this.errors.length > 0) this.errors = [];
  }

  /** Tells whether nothing stands in a cell. */
  isEmpty(position: number): boolean {
    const cell = position < 0 ? '' : (this.cells[position] ?? '');
    return cell === '' || cell.trim() === '';
  }

  /** What stands in a cell, as it is. */
  shown(position: number): string {
    return position < 0 ? '' : (this.cells[position] ?? '');
  }

  /** The number of a personal account, with the zeros that Excel has eaten. */
  account(position: number): string {
    const cell = this.cells[position] ?? '';
    const text =
      isPlainNumber(cell) && cell.length <= 30 ? cell : (this.checked(position, accountNumber) ?? '');
    return this.padded(text);
  }

  /** The number of an account with the zeros on the left that it is to have. */
  padded(text: string): string {
    const length = this.rules.accountLength ?? 0;
    return text !== '' && text.length < length && isPlainNumber(text) ? text.padStart(length, '0') : text;
  }

  /** Kopecks; nothing is nought. */
  money(position: number): number {
    if (position < 0) return 0;
    const cell = this.cells[position] ?? '';
    if (cell === '') return 0;
    const value = plainKopecks(cell);
    if (!Number.isNaN(value)) return value;
    return cell.trim() === '' ? 0 : (this.taken(position, this.sumOf(position, cell)) ?? 0);
  }

  /** Kopecks as they stand in a column, or why they are none. */
  sumOf(position: number, cell: string): Read<number> {
    const value = plainKopecks(cell);
    return Number.isNaN(value)
      ? kopecks(cell, this.rules.decimal ?? this.rules.signs?.get(position))
      : { value };
  }

  /** Kopecks where nothing is not nought but a mistake. */
  neededMoney(position: number): number {
    if (this.isEmpty(position)) this.fail(position, 'не указана сумма');
    return this.money(position);
  }

  /** A volume or a tariff. */
  decimal(position: number): string | null {
    if (position < 0) return null;
    const cell = this.cells[position] ?? '';
    if (cell === '') return null;
    if (this.rules.decimal !== ',' && isPlainDecimal(cell)) return cell;
    return cell.trim() === '' ? null : (this.taken(position, decimal(cell, this.rules.decimal)) ?? null);
  }

  /** The first day of a month; null where the cell is empty. */
  month(position: number, dates = this.rules.dates): string | null {
    return this.dated(position, (text) => dates.month(text));
  }

  neededMonth(position: number): string {
    if (this.isEmpty(position)) this.fail(position, 'не указан период');
    return this.month(position) ?? '';
  }

  /** A day; `dates` say how early and how late it may be. */
  day(position: number, dates = this.rules.dates): string | null {
    return this.dated(position, (text) => dates.day(text));
  }

  neededDay(position: number): string {
    if (this.isEmpty(position)) this.fail(position, 'не указана дата');
    return this.day(position) ?? '';
  }

  /** What a cell says, or what is wrong with the formula that should have brought it; null where it is empty. */
  private dated(position: number, read: (text: string) => Read<string>): string | null {
    const cell = position < 0 ? '' : (this.cells[position] ?? '');
    if (cell === '' || cell.trim() === '') return null;
    const reason = cellError(cell);
    return this.taken(position, reason === undefined ? read(cell) : { reason }) ?? null;
  }

  /** A short text; the same ones come again and again. */
  text(position: number, length: number): string {
    const cell = position < 0 ? '' : (this.cells[position] ?? '');
    if (cell === '' || (cell.length <= length && isPlainNumber(cell))) return cell;
    const known = this.texts.get(cell);
    if (known !== undefined && known.length <= length) return known;
    const checked = this.checked(position, (own) => limited(own, length));
    if (checked === undefined || checked === null) return '';
    const text = detached(checked);
    if (this.texts.size >= MOST_KEPT) this.texts.clear();
    this.texts.set(detached(cell), text);
    return text;
  }

  /** What a rule of its own makes of the text of a cell; undefined where that is wrong. */
  checked(position: number, rule: (text: string) => Checked): string | null | undefined {
    const cell = position < 0 ? '' : (this.cells[position] ?? '');
    const checked = this.ruled(cell, rule);
    if (checked.reason === undefined) return checked.value;
    this.fail(position, checked.reason);
    return undefined;
  }

  /** Says what is wrong with a cell. */
  fail(position: number, reason: string): void {
    this.errors.push({ row: this.row, field: this.rules.title(position), reason });
  }

  private ruled(cell: string, rule: (text: string) => Checked): Checked {
    const error = cellError(cell) ?? (this.rules.singleByte && DOUBLED.test(cell) ? MIXED : undefined);
    if (error !== undefined) return { reason: error };
    const text = tidied(cell);
    return text.reason === undefined ? rule(text.value ?? '') : text;
  }

  private taken<T>(position: number, read: Read<T>): T | undefined {
    if (read.reason === undefined) return read.value;
    this.fail(position, read.reason);
    return undefined;
  }
}

/** «Содержание» of UTF-8 is «РЎРѕРґРµСЂ…» in windows-1251. */
const DOUBLED =
  /(?:[РС][\u0080-\u00bf\u0401-\u040f\u0451-\u045f\u0490\u0491\u2013-\u203a\u20ac\u2116\u2122]){3}/u;
const MIXED = 'строка в другой кодировке, чем остальной файл. Выгрузите файл заново';

function isPlainNumber(text: string): boolean {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code < 48 || code > 57) return false;
  }
  return text !== '';
}

/** Digits, perhaps with one point among them: as it is stored. */
function isPlainDecimal(text: string): boolean {
  let point = -1;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46 && point < 0) point = index;
    else if (code < 48 || code > 57) return false;
  }
  return text.length <= 12 && point !== 0 && point !== text.length - 1;
}
