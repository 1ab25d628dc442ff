import { CellReader } from '../../imports/cell-reader.js';
import { Dates } from '../../imports/dates.js';
import type { Sheet } from '../../imports/workbook.js';
import { PENALTY_NAMES, penaltyNamed } from '../penalties.js';
import type { DocumentRecord, PenaltyRecord, ReadRow } from './billing-records.js';
import { GIS_PENALTIES, gisTitle, placeIn, sheetOf } from './gis-columns.js';
import type { GisDebts } from './gis-debts.js';
import type { GisLeftOut } from './gis-left.js';
import type { GisRequisites } from './gis-requisites.js';

const C = GIS_PENALTIES.columns;
/** Versions of the template have one to three rows of headings there. */
const MOST_HEADINGS = 4;

interface Documents {
  readonly known: ReadonlyMap<string, DocumentRecord>;
  /** Documents about debts of former months, which have their penalties among what they are for. */
  readonly debts: GisDebts;
  readonly requisites: GisRequisites;
}

/** Reads the sheet of penalties and court costs: what the column of their sum consists of. */
export class GisPenalties {
  private readonly sums = new Map<string, number>();
  private readonly cells: CellReader | undefined;
  private readonly sheet: Sheet | undefined;

  constructor(
    sheets: readonly Sheet[],
    today: string,
    private readonly left: GisLeftOut,
  ) {
    const sheet = sheetOf(GIS_PENALTIES, sheets);
    this.sheet = sheet;
    this.cells = sheet && new CellReader({ dates: new Dates(today), title: gisTitle });
  }

  /** The rows of the sheet, if the file has it. */
  async *rows(documents: Documents): AsyncGenerator<readonly ReadRow[]> {
    if (!this.sheet) return;
    for await (const lines of this.sheet.rows()) {
      yield lines.flatMap(({ row, cells }) => this.penalty(row, cells, documents));
    }
  }

  /** What the report says where the sheet and the column of sums differ. */
  notices(documents: ReadonlyMap<string, DocumentRecord>): string[] {
    const differ = [...this.sums].filter(([number, sum]) => {
      const told = documents.get(number)?.penalty ?? 0;
      return told !== 0 && told !== sum;
    });
    if (differ.length === 0) return [];
    return [
      `Документов, где лист «${GIS_PENALTIES.name}» не сходится со столбцом AF: ${differ.length}, первый — № ${differ[0]![0]}. Загружена сумма столбца AF, а лист, где он больше её, не загружен`,
    ];
  }

  private penalty(row: number, given: readonly string[], { known, debts, requisites }: Documents): ReadRow[] {
    if (given.every((cell) => cell.trim() === '')) return [];
    const cells = this.cells!;
    const place = placeIn(GIS_PENALTIES, row);
    cells.start(place, given);
    const number = cells.text(C.number, 60);
    const document = known.get(number);
    const isDebt = debts.has(number);
    if (!document && !isDebt && row <= MOST_HEADINGS && !/^[\d\s\u00A0.,-]*\d/.test(given[C.sum] ?? '')) {
      return [];
    }
    if (!document && !isDebt) {
      cells.fail(C.number, `на листе «Разделы 1-2» нет годного документа «${number}»`);
    }
    const kind = cells.text(C.kind, 100);
    const named = penaltyNamed(kind);
    if (!named) {
      cells.fail(C.kind, `«${kind}» — неизвестный вид. Нужны пени, штрафы, госпошлины или судебные издержки`);
    }
    const amount = cells.neededMoney(C.sum);
    const ground = cells.text(C.ground, 500);
    if (!named || cells.errors.length > 0) return [{ row: place, errors: cells.errors, cells: given }];
    this.left.note(GIS_PENALTIES, given);
    if (amount === 0) return [];
    if (!document) {
      debts.line(number, { service: PENALTY_NAMES[named.kind], period: null, kopecks: amount });
      return [];
    }
    this.sums.set(number, (this.sums.get(number) ?? 0) + amount);
    const { account, period, documentNumber } = document;
    const record: PenaltyRecord = {
      ...{ type: 'penalty', account, period, documentNumber, kind: named.kind, ground, span: '', amount },
      // The column of the document has it as well.
      counted: 0,
      ...requisites.of(number, cells.text(C.requisite, 60), amount),
    };
    return [{ row: place, record }];
  }
}
