import { columnLetters } from '../../imports/column-letters.js';
import type { Line } from '../../imports/csv-lines.js';
import { type Sheet, shareRead } from '../../imports/workbook.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates } from '../../imports/dates.js';
import { GIS_DOCUMENTS, GIS_SERVICES } from './gis-columns.js';
import { GisFacts } from './gis-facts.js';
import { GisLeftOut } from './gis-left.js';
import { GisPenalties } from './gis-penalties.js';
import { rowsBelow } from './gis-rows.js';
import { dayOfMonth } from './gis-until.js';
import type { OpenedFile } from './neutral.js';
import { toldRecipient } from './told-recipient.js';
import type {
  ChargeRecord,
  DocumentRecord,
  ExchangeFile,
  ExchangeRecord,
  ReadRow,
} from './billing-records.js';

const CAPITAL_REPAIR = 'Взнос на капитальный ремонт';
const DEBT = /^\s*долгов/iu;
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
  const left = new GisLeftOut();
  const penalties = new GisPenalties(sheets, file.today);
  const template = new GisTemplate(file, documents, services, left);
  const notices: string[] = [];
  return {
    kind: 'charges',
    format: 'gis',
    titles: [],
    sha256: file.sha256,
    notices,
    rows: async function* () {
      yield* template.rows();
      yield* penalties.rows(template);
      await left.look(sheets);
      notices.push(...left.notices(), ...penalties.notices(template.known), ...template.facts.notices());
    },
    share: () => shareRead([documents, services]),
    control: () => undefined,
  };
}

class GisTemplate {
  /** Documents by their numbers. */
  readonly known = new Map<string, DocumentRecord>();
  /** Numbers of documents about debts: their services are those of former months. */
  readonly debts = new Set<string>();
  readonly facts: GisFacts;
  private readonly today: string;
  private count = 0;
  private readonly documentCells: CellReader;
  private readonly serviceCells: CellReader;

  constructor(
    file: OpenedFile,
    private readonly documents: Sheet,
    private readonly services: Sheet,
    private readonly left: GisLeftOut,
  ) {
    this.today = file.today;
    const dates = new Dates(file.today);
    this.facts = new GisFacts(dates);
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
    yield* rowsBelow(this.services, GIS_SERVICES, ({ row, cells }) =>
      this.debts.has((cells[S.number] ?? '').trim()) ? [] : [this.service(row, cells)],
    );
  }

  private document(row: number, given: readonly string[]): ReadRow[] {
    const cells = this.documentCells;
    cells.start(row, given);
    this.count += 1;
    const period = cells.neededMonth(D.period);
    const whose = {
      account: cells.account(D.account),
      period,
      documentNumber: cells.text(D.number, 60),
      ...toldRecipient(cells, { account: D.bankAccount, inn: -1, name: -1 }, true),
    };
    this.checkNumber(whose.documentNumber);
    if (DEBT.test(given[D.type] ?? '')) return this.debt(row, given, whose.documentNumber);
    const repair = this.capitalRepair(whose, cells);
    const sums = {
      opening: cells.money(D.debt) - cells.money(D.advance),
      penalty: cells.money(D.penalty),
      paid: cells.money(D.paid),
    };
    const record: DocumentRecord = {
      ...{ type: 'document', ...whose, ...sums },
      // A document of capital repair alone has its total with its own columns.
      closing:
        repair && cells.isEmpty(D.toPay)
          ? sums.opening + repair.total + sums.penalty - sums.paid
          : cells.neededMoney(D.toPay),
      countedUntil: dayOfMonth(cells.shown(D.until), period, this.today) ?? cells.day(D.until),
      ...this.facts.of(row, given),
    };
    if (cells.errors.length > 0) return [{ row, errors: cells.errors, cells: given }];
    this.left.note(GIS_DOCUMENTS, given);
    this.known.set(record.documentNumber, record);
    const records: ExchangeRecord[] = repair ? [record, repair] : [record];
    return records.map((one) => ({ row, record: one }));
  }

  /** «Долговой»: what it asks for stands in the current document as a debt, and is told, not loaded. */
  private debt(row: number, given: readonly string[], number: string): ReadRow[] {
    const cells = this.documentCells;
    const kopecks = cells.money(D.toPay);
    if (cells.errors.length > 0) return [{ row, errors: cells.errors, cells: given }];
    this.debts.add(number);
    this.left.debt(kopecks);
    return [];
  }

  private checkNumber(number: string): void {
    if (number === '') this.documentCells.fail(D.number, 'не указан номер платёжного документа');
    if (this.known.has(number) || this.debts.has(number)) {
      this.documentCells.fail(D.number, `номер «${number}» встречается дважды`);
    }
  }

  private capitalRepair(document: Whose, cells: CellReader): ChargeRecord | undefined {
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
      ...{ unit: 'м²', volume: null, commonVolume: null },
      tariff: cells.decimal(D.repairTariff),
      charged,
      recalculated,
      recalculationReason: cells.text(D.repairReason, 500),
      benefit,
      ...{ increaseFactor: null, increase: 0, total },
    };
  }

  private service(row: number, given: readonly string[]): ReadRow {
    const cells = this.serviceCells;
    cells.start(row, given);
    this.left.note(GIS_SERVICES, given);
    const number = cells.text(S.number, 60);
    const document = this.known.get(number);
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

type Whose = Pick<ChargeRecord, 'account' | 'period' | 'documentNumber' | 'recipient'>;

function base({ account, period, documentNumber, recipient }: Whose): Whose & { type: 'charge' } {
  return { type: 'charge', account, period, documentNumber, ...(recipient && { recipient }) };
}
