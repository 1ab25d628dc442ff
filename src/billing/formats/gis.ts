import type { Line } from '../../imports/csv-lines.js';
import { type Sheet, shareRead } from '../../imports/workbook.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { CellReader } from '../../imports/cell-reader.js';
import { Dates } from '../../imports/dates.js';
import { GIS_DOCUMENTS, GIS_READ, GIS_SERVICES, gisTitle, placeIn, sheetOf } from './gis-columns.js';
import { GisDebts } from './gis-debts.js';
import { GisFacts } from './gis-facts.js';
import { GisLeftOut } from './gis-left.js';
import { BenefitSigns } from './benefit.js';
import { chargeOf, repairOf, serviceOf } from './gis-lines.js';
import { GisPenalties } from './gis-penalties.js';
import { GisRequisites } from './gis-requisites.js';
import { rowsBelow } from './gis-rows.js';
import { untilOf } from './gis-until.js';
import type { OpenedFile } from './neutral.js';
import { type ToldRecipient, toldRecipient } from './told-recipient.js';
import type { DocumentRecord, ExchangeFile, ExchangeRecord, ReadRow } from './billing-records.js';

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
  const penalties = new GisPenalties(sheets, file.today, left);
  const template = new GisTemplate(file, sheets, [documents, services], left);
  const notices: string[] = [];
  return {
    kind: 'charges',
    format: 'gis',
    titles: [],
    sheets: GIS_READ.map((one) => sheetOf(one, sheets)?.name ?? one.name),
    sha256: file.sha256,
    notices,
    rows: async function* () {
      yield* template.rows();
      yield* penalties.rows(template);
      yield* template.debts.rows();
      await left.look(sheets);
      notices.push(...left.notices(), ...penalties.notices(template.known), ...template.notices());
    },
    share: () => shareRead([documents, services]),
    control: () => undefined,
  };
}

class GisTemplate {
  /** Documents by their numbers. */
  readonly known = new Map<string, DocumentRecord>();
  readonly debts: GisDebts;
  readonly requisites: GisRequisites;
  private readonly facts: GisFacts;
  private readonly benefits = new BenefitSigns();
  private readonly today: string;
  private count = 0;
  private readonly documents: Sheet;
  private readonly services: Sheet;
  private readonly documentCells: CellReader;
  private readonly serviceCells: CellReader;

  constructor(
    { today }: OpenedFile,
    sheets: readonly Sheet[],
    [documents, services]: readonly [documents: Sheet, services: Sheet],
    private readonly left: GisLeftOut,
  ) {
    this.today = today;
    [this.documents, this.services] = [documents, services];
    const dates = new Dates(today);
    this.facts = new GisFacts(dates);
    this.debts = new GisDebts(sheets, today, left);
    this.requisites = new GisRequisites(sheets, today);
    this.documentCells = new CellReader({ dates, title: gisTitle });
    this.serviceCells = new CellReader({ dates, title: gisTitle });
  }

  async *rows(): AsyncGenerator<readonly ReadRow[]> {
    yield* this.requisites.rows();
    yield* rowsBelow(this.documents, GIS_DOCUMENTS, (line) => this.document(line));
    if (this.count === 0) {
      const reason = `данные начинаются с ${GIS_DOCUMENTS.first}-й строки`;
      throw new ImportRefused(
        `На листе «${this.documents.name}» нет ни одного платёжного документа: ${reason}`,
      );
    }
    if (this.count === this.debts.size) {
      throw new ImportRefused(
        'В файле только долговые платёжные документы. Их печатают рядом с текущими: загрузите их одним файлом за тот же месяц',
      );
    }
    yield* rowsBelow(this.services, GIS_SERVICES, (line) => this.service(line));
  }

  /** What the report says of what does not fit. */
  notices(): string[] {
    const numbers = new Set([...this.known.keys(), ...this.debts.numbers()]);
    return [
      ...this.debts.notices(),
      ...this.requisites.notices(numbers),
      ...this.facts.notices(),
      ...this.benefits.notices(),
    ];
  }

  private document({ row, cells: given }: Line): ReadRow[] {
    const cells = this.documentCells;
    const place = placeIn(GIS_DOCUMENTS, row);
    cells.start(place, given);
    this.count += 1;
    const period = cells.neededMonth(D.period);
    const documentNumber = cells.text(D.number, 60);
    const own = { account: cells.account(D.account), period, documentNumber };
    this.checkNumber(documentNumber);
    this.left.note(GIS_DOCUMENTS, given);
    if (DEBT.test(given[D.type] ?? '')) return this.debt(place, given, own);
    this.left.type(row, given[D.type] ?? '');
    const whose = { ...own, ...this.recipient(documentNumber) };
    const line = repairOf(cells);
    const paidFor = line && this.requisites.of(documentNumber, cells.text(D.repairRequisite, 60), line.total);
    const repair = line && chargeOf({ ...whose, ...paidFor }, line, this.facts.repair(row, given));
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
      ...(!cells.isEmpty(D.periodTotal) && { charged: cells.money(D.periodTotal) }),
      countedUntil: untilOf(cells, D.until, period, this.today),
      ...this.facts.of(row, given),
    };
    if (cells.errors.length > 0) return [{ row: place, errors: cells.errors, cells: given }];
    this.benefits.note(cells.money(D.repairBenefit), `лист «${this.documents.name}», строка ${row}`);
    this.known.set(record.documentNumber, record);
    const records: ExchangeRecord[] = repair ? [record, repair] : [record];
    return records.map((one) => ({ row: place, record: one }));
  }

  /** Who is paid for all of a document: the account that stands with it, or the only one of its requisites. */
  private recipient(number: string): { recipient?: ToldRecipient } {
    const cells = this.documentCells;
    const beside = toldRecipient(cells, { account: D.bankAccount, inn: -1, name: -1 }, true);
    const bic = cells.text(D.bic, 20);
    this.requisites.check(number, beside, bic);
    if (!beside.recipient) return this.requisites.whole(number);
    return { recipient: { ...beside.recipient, ...(bic !== '' && { bic }) } };
  }

  /** «Долговой»: what it asks for stands in the current document as a debt. */
  private debt(
    row: number,
    given: readonly string[],
    own: Pick<DocumentRecord, 'account' | 'period' | 'documentNumber'>,
  ): ReadRow[] {
    const cells = this.documentCells;
    const total = cells.money(D.toPay);
    if (cells.errors.length > 0) return [{ row, errors: cells.errors, cells: given }];
    this.debts.add(row, { type: 'debt', ...own, total });
    return [];
  }

  private checkNumber(number: string): void {
    if (number === '') this.documentCells.fail(D.number, 'не указан номер платёжного документа');
    if (this.known.has(number) || this.debts.has(number)) {
      this.documentCells.fail(D.number, `номер «${number}» встречается дважды`);
    }
  }

  private service({ row, cells: given }: Line): ReadRow[] {
    const cells = this.serviceCells;
    const place = placeIn(GIS_SERVICES, row);
    cells.start(place, given);
    const number = cells.text(S.number, 60);
    const document = this.known.get(number);
    const isDebt = this.debts.has(number);
    if (!document && !isDebt) {
      cells.fail(S.number, `на листе «${this.documents.name}» нет годного документа «${number}»`);
    }
    this.left.note(GIS_SERVICES, given);
    const line = serviceOf(cells);
    if (cells.errors.length > 0) return [{ row: place, errors: cells.errors, cells: given }];
    this.benefits.note(cells.money(S.benefit), `лист «${this.services.name}», строка ${row}`);
    if (!document) {
      this.debts.line(number, { service: line.service, period: null, kopecks: line.total });
      return [];
    }
    const paidFor = this.requisites.of(number, cells.text(S.requisite, 60), line.total);
    return [{ row: place, record: chargeOf({ ...document, ...paidFor }, line, this.facts.line(row, given)) }];
  }
}
