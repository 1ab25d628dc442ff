import { once } from 'node:events';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import type { ImportSession } from './import-session.js';
import { csvCell, csvLine } from './csv-lines.js';
import { placesIn, standsAt } from './sheet-places.js';

const BOM = '\uFEFF';

/** The cells of a row as they were, in as many columns as the file has. */
export function sourceOf(cells: readonly string[], width: number): string {
  // What PostgreSQL cannot keep in a text would not survive a spreadsheet either.
  const own = cells.slice(0, width).map((cell) => cell.replaceAll('\0', '\uFFFD'));
  return [...own, ...Array<string>(Math.max(0, width - own.length)).fill('')].map(csvCell).join(';');
}

interface FoundRow {
  readonly row: number;
  readonly reason: string;
  readonly source: string | null;
}

/** A file with the wrong rows of another one, their numbers and the reasons; it is opened with the first of them. */
export class WrongRows {
  private out?: Writable;
  private done?: Promise<void>;
  private readonly none: string;

  constructor(
    private readonly titles: readonly string[],
    private readonly open: (() => Writable) | undefined,
    private readonly sheets: readonly string[] = [],
  ) {
    this.none = sourceOf([], titles.length);
  }

  /** Whether anybody asks for them. */
  get wanted(): boolean {
    return this.open !== undefined;
  }

  /** Adds a row: its cells as `sourceOf` gives them. */
  add(source: string, row: number, reason: string): void {
    if (!this.open) return;
    if (!this.out) {
      this.out = this.open();
      this.done = finished(this.out);
      this.done.catch(() => undefined); // seen in close
      this.out.write(`${BOM}${csvLine([...this.titles, ...this.sheetCell('Лист'), 'Строка', 'Причина'])}`);
    }
    const { sheet = '', row: number } = standsAt(row, this.sheets);
    const told = csvLine([...this.sheetCell(sheet), String(number), placesIn(reason, this.sheets)]);
    this.out.write(source === '' ? told : `${source};${told}`);
  }

  private sheetCell(sheet: string): string[] {
    return this.sheets.length > 0 ? [sheet] : [];
  }

  /** Adds the rows that a query of row, reason and source gives, however many there are. */
  async addAll(session: ImportSession, query: string): Promise<void> {
    await session.query(`DECLARE wrong_rows NO SCROLL CURSOR FOR ${query}`);
    for (;;) {
      const rows = await session.query<FoundRow & Record<string, unknown>>('FETCH 1000 FROM wrong_rows');
      if (rows.length === 0) return;
      for (const { row, reason, source } of rows) this.add(source ?? this.none, row, reason);
      await this.drained();
    }
  }

  /** Waits until the disk has taken what was added. */
  async drained(): Promise<void> {
    if (this.out?.writableNeedDrain) await Promise.race([once(this.out, 'drain'), this.done]);
  }

  /** Ends the file. */
  async close(): Promise<void> {
    this.out?.end();
    await this.done;
  }

  /** Gives the file up, where it was not ended. */
  abandon(): void {
    this.out?.destroy();
  }
}
