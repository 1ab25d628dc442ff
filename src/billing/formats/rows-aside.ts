import type { Read } from '../../imports/amounts.js';
import { money } from '../../text/russian.js';
import type { ControlTotals, RecordKind } from './billing-records.js';
import { ColumnTotals } from './column-totals.js';
import type { NeutralColumn } from './headings.js';

const TOTALS =
  /^\s*(?:общ(?:ий|ая)\s|промежуточн(?:ый|ая|ые)\s|grand\s)?(?:итоги?|итого|всего|сумма|total)(?:[\s:]|$)/iu;
/** «0100002301 Итог», as Excel writes below each group. */
const SUBTOTALS = /\s(?:итог|итого|total)\s*$/iu;
const GRAND_TOTAL = /^\s*(?:общий\s+итог|grand\s+total)/iu;
const ACCOUNT = /^[\p{L}\d./_-]{1,30}$/u;
/** What a row of each kind has where it is one. */
const DATA: Readonly<Record<RecordKind, readonly NeutralColumn[]>> = {
  charges: ['period', 'charged', 'recalc', 'penalty', 'total'],
  balances: ['as_of', 'debt', 'balance', 'advance', 'penalty'],
  payments: ['paid_on', 'amount'],
};

/** What is compared with totals: of the first ones what records come to, of the others what stands in their cells. */
const COMPARED: Readonly<Record<RecordKind, readonly NeutralColumn[]>> = {
  charges: ['total', 'charged'],
  balances: ['balance', 'debt', 'advance'],
  payments: ['amount'],
};
const OF_RECORDS: readonly NeutralColumn[] = ['total', 'amount'];

/** Tells rows of a table apart that are no records, totals and signatures, and fills in what is merged over several rows. */
export class RowsAside {
  private readonly aside = { count: 0, first: 0 };
  private readonly merged = { count: 0, first: 0 };
  private above: { row: number; cells: readonly string[] } | undefined;
  private readonly totals: readonly {
    readonly position: number;
    readonly ofRecords: boolean;
    readonly column: ColumnTotals;
  }[];
  private readonly mergeable: readonly number[];

  constructor(
    private readonly kind: RecordKind,
    private readonly at: Readonly<Record<NeutralColumn, number>>,
    private readonly sumOf: (position: number, cell: string) => Read<number>,
  ) {
    this.totals = COMPARED[kind]
      .filter((name) => at[name] >= 0)
      .map((name) => ({
        position: at[name],
        ofRecords: OF_RECORDS.includes(name),
        column: new ColumnTotals(),
      }));
    this.mergeable = [at.account, at.period, at.doc_id].filter((position) => position >= 0);
  }

  /** What the file says that its rows add up to, first of all where they do not. */
  get control(): ControlTotals | undefined {
    const told = this.totals.filter(({ column }) => column.whole !== undefined);
    const first = told.find(({ column }) => column.whole !== column.counted) ?? told[0];
    if (first?.column.whole === undefined) return undefined;
    const { whole: kopecks, counted } = first.column;
    return first.ofRecords ? { kopecks } : { kopecks, counted };
  }

  /** What is asked of the total of a part that is not what its rows add up to. */
  question(): string | undefined {
    const odd = this.totals.map(({ column }) => column.odd).find((one) => one !== undefined);
    return (
      odd && `Промежуточный итог в строке ${odd.row}, ${money(odd.kopecks)}, не сходится с суммой своих строк`
    );
  }

  /** What the report says of such rows. */
  notices(): string[] {
    const told: [{ count: number; first: number }, string][] = [
      [this.aside, 'Строк без данных (итоги, подписи)'],
      [this.merged, 'Строк, где лицевой счет взят из объединённой ячейки выше'],
    ];
    return told
      .filter(([{ count }]) => count > 0)
      .map(([{ count, first }, words]) => `${words}: ${count}, первая — строка ${first}`);
  }

  /** Keeps a row that is a record: what is merged over the next ones stands in it. */
  follows(row: number, cells: readonly string[]): void {
    this.above = { row, cells };
  }

  /** Adds up a good row; `kopecks` are what its records come to. */
  adds(cells: readonly string[], kopecks: number): void {
    for (const { position, ofRecords, column } of this.totals) {
      column.add(ofRecords ? kopecks : (this.cell(position, cells) ?? 0));
    }
  }

  /** The cells of a row, with the account and the month that are merged over several services. */
  unmerged(row: number, cells: readonly string[]): readonly string[] {
    const { at, above, mergeable } = this;
    const service = cells[at.service] ?? '';
    const isMerged =
      this.kind === 'charges' &&
      above?.row === row - 1 &&
      mergeable.every((position) => isBlank(cells[position])) &&
      !isBlank(service) &&
      !TOTALS.test(service);
    if (!isMerged) return cells;
    seen(this.merged, row);
    return cells.map((cell, position) => (mergeable.includes(position) ? above.cells[position]! : cell));
  }

  /** «Итого» below a table or a part of it: what the rows above add up to. */
  isTotals(row: number, cells: readonly string[]): boolean {
    const word = cells.find((cell) => cell.trim() !== '') ?? '';
    if (!TOTALS.test(word) && !SUBTOTALS.test(word)) return false;
    for (const { position, column } of this.totals) {
      const kopecks = this.cell(position, cells);
      if (kopecks !== undefined) column.tell({ row, kopecks }, GRAND_TOTAL.test(word));
    }
    seen(this.aside, row);
    return true;
  }

  /** «Главный бухгалтер ____» below a table: a row that names nobody's account, no day and no sum. */
  isSignature(row: number, cells: readonly string[]): boolean {
    const account = (cells[this.at.account] ?? '').trim();
    const namesAccount = ACCOUNT.test(account) && /\d/.test(account);
    if (namesAccount || !DATA[this.kind].every((column) => isBlank(cells[this.at[column]]))) return false;
    seen(this.aside, row);
    return true;
  }

  private cell(position: number, cells: readonly string[]): number | undefined {
    const cell = cells[position] ?? '';
    const sum = this.sumOf(position, cell);
    return isBlank(cell) || sum.reason !== undefined ? undefined : sum.value;
  }
}

function seen(rows: { count: number; first: number }, row: number): void {
  if (rows.count++ === 0) rows.first = row;
}

function isBlank(cell: string | undefined): boolean {
  return cell === undefined || cell.trim() === '';
}
