import { columnLetters } from '../../imports/column-letters.js';
import type { Line } from '../../imports/csv-lines.js';
import { type Sheet, shareRead } from '../../imports/workbook.js';
import { squeezed } from '../../imports/cells.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates } from '../../imports/dates.js';
import { GIS_DOCUMENTS, GIS_SERVICES, type GisSheet } from './gis-columns.js';
import type { OpenedFile } from './neutral.js';
import type {
  ChargeRecord,
  DocumentRecord,
  ExchangeFile,
  ExchangeRecord,
  ReadRow,
} from './billing-records.js';

const CAPITAL_REPAIR = 'Взнос на капитальный ремонт';
const D = GIS_DOCUMENTS.columns;
const S = GIS_SERVICES.columns;

/** Tells the template by the names of its sheets. */
export function isGisTemplate(sheets: readonly Sheet[]): boolean {
  return [GIS_DOCUMENTS, GIS_SERVICES].every(({ name }) =>
    sheets.some((sheet) => sheet.name.trim() === name),
  );
}

/** Reads payment documents with their services from the template of ГИС ЖКХ. */
export function openGis(file: OpenedFile, sheets: readonly Sheet[]): ExchangeFile {
  const named = (name: string) => sheets.find((sheet) => sheet.name.trim() === name)!;
  const [documents, services] = [named(GIS_DOCUMENTS.name), named(GIS_SERVICES.name)];
  const template = new GisTemplate(file, documents, services);
  return {
    kind: 'charges',
    format: 'gis',
    titles: [],
    sha256: file.sha256,
    notices: [],
    rows: () => template.rows(),
    share: () => shareRead([documents, services]),
    control: () => undefined,
  };
}

class GisTemplate {
  private readonly numbers = new Map<string, DocumentRecord>();
  private count = 0;
  private readonly documentCells: CellReader;
  private readonly serviceCells: CellReader;

  constructor(
    file: OpenedFile,
    private readonly documents: Sheet,
    private readonly services: Sheet,
  ) {
    const dates = new Dates(file.today);
    const reader = (sheet: Sheet) =>
      new CellReader({
        dates,
        title: (position) => `лист «${sheet.name}», столбец ${columnLetters(position)}`,
      });
    this.documentCells = reader(documents);
    this.serviceCells = reader(services);
  }

  async *rows(): AsyncGenerator<readonly ReadRow[]> {
    const document = (line: Line) => this.document(line.row, line.cells);
    yield* rowsBelow(this.documents, GIS_DOCUMENTS, document);
    if (this.count === 0) {
      const reason = `данные начинаются с ${GIS_DOCUMENTS.first}-й строки`;
      throw new ImportRefused(
        `На листе «${this.documents.name}» нет ни одного платёжного документа: ${reason}`,
      );
    }
    yield* rowsBelow(this.services, GIS_SERVICES, (line) => [this.service(line.row, line.cells)]);
  }

  private document(row: number, given: readonly string[]): ReadRow[] {
    const cells = this.documentCells;
    cells.start(row, given);
    this.count += 1;
    const record: DocumentRecord = {
      type: 'document',
      account: cells.account(D.account),
      period: cells.neededMonth(D.period),
      documentNumber: cells.text(D.number, 60),
      opening: cells.money(D.debt) - cells.money(D.advance),
      penalty: cells.money(D.penalty),
      paid: cells.money(D.paid),
      closing: cells.neededMoney(D.toPay),
      countedUntil: cells.day(D.until),
    };
    this.checkNumber(record.documentNumber);
    const repair = this.capitalRepair(record, cells);
    if (cells.errors.length > 0) return [{ row, errors: cells.errors, cells: given }];
    this.numbers.set(record.documentNumber, record);
    const records: ExchangeRecord[] = repair ? [record, repair] : [record];
    return records.map((one) => ({ row, record: one }));
  }

  private checkNumber(number: string): void {
    if (number === '') this.documentCells.fail(D.number, 'не указан номер платёжного документа');
    if (this.numbers.has(number)) this.documentCells.fail(D.number, `номер «${number}» встречается дважды`);
  }

  private capitalRepair(document: DocumentRecord, cells: CellReader): ChargeRecord | undefined {
    const charged = cells.money(D.repairCharged);
    const recalculated = cells.money(D.repairRecalc);
    const benefit = cells.money(D.repairBenefit);
    const total = cells.isEmpty(D.repairTotal)
      ? charged + recalculated - benefit
      : cells.money(D.repairTotal);
    if (charged === 0 && recalculated === 0 && total === 0) return undefined;
    return {
      ...base(document),
      service: CAPITAL_REPAIR,
      unit: 'м²',
      volume: null,
      commonVolume: null,
      tariff: cells.decimal(D.repairTariff),
      charged,
      recalculated,
      recalculationReason: cells.text(D.repairReason, 500),
      benefit,
      increaseFactor: null,
      increase: 0,
      total,
    };
  }

  private service(row: number, given: readonly string[]): ReadRow {
    const cells = this.serviceCells;
    cells.start(row, given);
    const number = cells.text(S.number, 60);
    const document = this.numbers.get(number);
    if (!document) {
      cells.fail(S.number, `на листе «${this.documents.name}» нет годного документа «${number}»`);
    }
    const service = cells.text(S.service, 200);
    if (service === '') cells.fail(S.service, 'не указана услуга');
    const charged = cells.money(S.charged);
    const increase = cells.money(S.increase);
    const recalculated = cells.money(S.recalc);
    const benefit = cells.money(S.benefit);
    const sum = charged + increase + recalculated - benefit;
    const record = {
      service,
      unit: cells.text(S.unit, 50),
      volume: cells.decimal(S.volume),
      commonVolume: cells.decimal(S.common),
      tariff: cells.decimal(S.tariff),
      charged,
      recalculated,
      recalculationReason: cells.text(S.reason, 500),
      benefit,
      increaseFactor: cells.decimal(S.factor),
      increase,
      total: cells.isEmpty(S.total) ? sum : cells.money(S.total),
    };
    return document && cells.errors.length === 0
      ? { row, record: { ...base(document), ...record } }
      : { row, errors: cells.errors, cells: given };
  }
}

function base({
  account,
  period,
  documentNumber,
}: DocumentRecord): Pick<ChargeRecord, 'type' | 'account' | 'period' | 'documentNumber'> {
  return { type: 'charge', account, period, documentNumber };
}

async function* rowsBelow(
  sheet: Sheet,
  { first, signs }: GisSheet<string>,
  read: (line: Line) => readonly ReadRow[],
): AsyncGenerator<readonly ReadRow[]> {
  const headings: Line[] = [];
  for await (const lines of sheet.rows()) {
    const above = lines.filter(({ row }) => row < first);
    headings.push(...above);
    if (above.length < lines.length) signs.forEach((sign) => refuseMoved(sheet, headings, sign));
    yield lines.slice(above.length).flatMap(read);
  }
}

function refuseMoved(
  sheet: Sheet,
  headings: readonly Line[],
  [column, word]: readonly [column: number, word: string],
): void {
  const above = headings
    .map(({ cells }) => cells[column] ?? '')
    .join(' ')
    .trim();
  if (above === '' || squeezed(above).includes(word)) return;
  throw new ImportRefused(
    `Шаблон ГИС ЖКХ другой версии: на листе «${sheet.name}» в столбце ${columnLetters(column)} стоит «${above.slice(0, 80)}»`,
  );
}
