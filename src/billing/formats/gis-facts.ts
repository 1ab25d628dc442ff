import { decimal, kopecks, type Read } from '../../imports/amounts.js';
import type { Dates } from '../../imports/dates.js';
import type { DocumentFacts } from '../document-facts.js';
import { GIS_DOCUMENTS } from './gis-columns.js';
import { oneLine } from './note.js';

const D = GIS_DOCUMENTS.columns;
const LONGEST = 1000;

/** Reads what a document is told with for reference: what cannot be read there is counted, and stops nothing. */
export class GisFacts {
  private unread = 0;
  private first = 0;

  constructor(private readonly dates: Dates) {}

  /** The facts of a row; nothing where it has none. */
  of(row: number, cells: readonly string[]): { facts?: DocumentFacts } {
    const text = (position: number) => oneLine(cells[position] ?? '').slice(0, LONGEST);
    const read = <Value>(position: number, by: (cell: string) => Value | undefined): Value | undefined => {
      const cell = text(position);
      if (/^(?:0+(?:[.,]0+)?|[-–—]*)$/.test(cell)) return undefined;
      const value = by(cell);
      if (value === undefined && this.unread++ === 0) this.first = row;
      return value;
    };
    const metres = (position: number) => read(position, (cell) => valueOf(decimal(cell)));
    const facts: DocumentFacts = {
      area: metres(D.area),
      livingArea: metres(D.livingArea),
      heatedArea: metres(D.heatedArea),
      residents: read(D.residents, (cell) => /^\d{1,4}(?=(?:[.,]0+)?$)/.exec(cell)?.[0]),
      lastPaidOn: read(D.lastPaidOn, (cell) => valueOf(this.dates.day(cell))),
      subsidies: read(D.subsidies, (cell) => valueOf(kopecks(cell))),
      gisId: read(D.gisId, (cell) => cell),
      note: read(D.note, (cell) => cell),
      index: read(D.index, (cell) => cell),
    };
    return Object.values(facts).some((value) => value !== undefined) ? { facts } : {};
  }

  /** What the report says of what could not be read. */
  notices(): string[] {
    if (this.unread === 0) return [];
    return [
      `Лист «${GIS_DOCUMENTS.name}»: справочных значений (столбцы E–H, N, O), которые не удалось прочитать: ${this.unread}, первое — строка ${this.first}. Они не переносятся`,
    ];
  }
}

function valueOf<Value>(read: Read<Value>): Value | undefined {
  return read.reason === undefined ? read.value : undefined;
}
