import { CellReader } from '../../imports/cell-reader.js';
import { Dates } from '../../imports/dates.js';
import type { Sheet } from '../../imports/workbook.js';
import type { DebtLine } from '../debts.js';
import type { DebtRecord, ReadRow } from './billing-records.js';
import { GIS_DEBTS, gisTitle, placeIn, sheetOf } from './gis-columns.js';
import { supplierIn } from './gis-facts.js';
import type { GisLeftOut } from './gis-left.js';

const C = GIS_DEBTS.columns;

interface Debt {
  readonly row: number;
  readonly record: Omit<DebtRecord, 'lines'>;
  readonly lines: DebtLine[];
}

/**
 * Documents about debts of former months, «Долговой», with what the sheet «ДПД» says they are for. What they ask for
 * stands in the current document as a debt: it is told beside it, and added to nothing.
 */
export class GisDebts {
  private readonly documents = new Map<string, Debt>();
  private readonly sheet: Sheet | undefined;

  constructor(
    sheets: readonly Sheet[],
    private readonly today: string,
    private readonly left: GisLeftOut,
  ) {
    this.sheet = sheetOf(GIS_DEBTS, sheets);
  }

  get size(): number {
    return this.documents.size;
  }

  numbers(): Iterable<string> {
    return this.documents.keys();
  }

  has(number: string): boolean {
    return this.documents.has(number);
  }

  /** A document about a debt. */
  add(row: number, record: Omit<DebtRecord, 'lines'>): void {
    this.documents.set(record.documentNumber, { row, record, lines: [] });
    this.left.debt(record.total);
  }

  /** What a document is for, where it stands on another sheet. */
  line(number: string, line: DebtLine): void {
    this.documents.get(number)?.lines.push(line);
  }

  /** All documents, once their sheet has been read. */
  async *rows(): AsyncGenerator<readonly ReadRow[]> {
    if (this.sheet) yield* this.read(this.sheet);
    yield [...this.documents.values()].map(({ row, record, lines }) => {
      const sum = lines.reduce((total, { kopecks }) => total + kopecks, 0);
      return { row, record: { ...record, total: record.total || sum, lines } };
    });
  }

  /** What the report says of documents whose lines add up to something else. */
  notices(): string[] {
    const uneven = [...this.documents.values()].filter(({ record: { total }, lines }) => {
      const sum = lines.reduce((all, { kopecks }) => all + kopecks, 0);
      return total !== 0 && sum !== 0 && total !== sum;
    });
    if (uneven.length === 0) return [];
    const first = uneven[0]!.record.documentNumber;
    return [
      `Долговых документов, где лист «${GIS_DEBTS.name}» не сходится со столбцом P: ${uneven.length}, первый — № ${first}`,
    ];
  }

  private async *read(sheet: Sheet): AsyncGenerator<readonly ReadRow[]> {
    const cells = new CellReader({ dates: new Dates(this.today), title: gisTitle });
    for await (const lines of sheet.rows()) {
      yield lines.flatMap(({ row, cells: given }) =>
        given.every((cell) => cell.trim() === '') ? [] : this.service(row, given, cells),
      );
    }
  }

  private service(row: number, given: readonly string[], cells: CellReader): ReadRow[] {
    const number = (given[C.number] ?? '').trim();
    // Headings, of one row or of several.
    if (row <= MOST_HEADINGS && !this.has(number) && !/\d/.test(given[C.sum] ?? '')) return [];
    const place = placeIn(GIS_DEBTS, row);
    cells.start(place, given);
    this.left.note(GIS_DEBTS, given);
    if (!this.has(number)) cells.fail(C.number, `на листе «Разделы 1-2» нет долгового документа «${number}»`);
    const service = cells.text(C.service, 200);
    const period = cells.month(C.period);
    const kopecks = cells.neededMoney(C.sum);
    if (cells.errors.length > 0) return [{ row: place, errors: cells.errors, cells: given }];
    const supplier = supplierIn(given, C.ogrn, C.kpp);
    this.line(number, { service, period, kopecks, ...(supplier && { supplier }) });
    return [];
  }
}

const MOST_HEADINGS = 4;
