import { CellReader } from '../../imports/cell-reader.js';
import { Dates } from '../../imports/dates.js';
import type { Sheet } from '../../imports/workbook.js';
import { isBankAccount, isBic } from '../../text/requisites.js';
import type { ReadRow } from './billing-records.js';
import { GIS_REQUISITES, gisTitle, placeIn, sheetOf } from './gis-columns.js';
import type { ToldRecipient } from './told-recipient.js';

const R = GIS_REQUISITES.columns;

interface Requisite {
  readonly recipient: ToldRecipient;
  /** What the sheet says is to be paid to it. */
  readonly told: number;
  counted: number;
}

/** The sheet «Платежные реквизиты»: to which account of a bank each part of a document is paid. */
export class GisRequisites {
  private readonly documents = new Map<string, Map<string, Requisite>>();
  private readonly lost = { count: 0, first: '' };
  private readonly wrongKeys = { count: 0, first: '' };
  private readonly sheet: Sheet | undefined;

  constructor(
    sheets: readonly Sheet[],
    private readonly today: string,
  ) {
    this.sheet = sheetOf(GIS_REQUISITES, sheets);
  }

  /** Reads the sheet, before documents name what stands there; gives the rows that are wrong. */
  async *rows(): AsyncGenerator<readonly ReadRow[]> {
    const { sheet } = this;
    if (!sheet) return;
    const cells = new CellReader({ dates: new Dates(this.today), title: gisTitle });
    for await (const lines of sheet.rows()) {
      yield lines.flatMap(({ row, cells: given }) =>
        row < GIS_REQUISITES.first || given.every((cell) => cell.trim() === '')
          ? []
          : this.requisite(row, given, cells),
      );
    }
  }

  /** Whom a requisite of a document means, and that so much of the document goes there. */
  of(document: string, requisite: string, kopecks: number): { recipient?: ToldRecipient } {
    if (requisite === '') return {};
    const one = this.documents.get(document)?.get(requisite);
    if (!one) {
      note(this.lost, document);
      return {};
    }
    one.counted += kopecks;
    return { recipient: one.recipient };
  }

  /** Who is paid for a whole document: the only one of it. */
  whole(document: string): { recipient?: ToldRecipient } {
    const [only, another] = this.documents.get(document)?.values() ?? [];
    return only && !another ? { recipient: { ...only.recipient, whole: true } } : {};
  }

  /** Looks whether an account that stands with a document fits its bank. */
  check(document: string, { recipient }: { recipient?: ToldRecipient }, bic: string): void {
    if (!recipient || !isBic(bic) || !/^\d{20}$/.test(recipient.account)) return;
    if (!isBankAccount(recipient.account, bic)) note(this.wrongKeys, document);
  }

  /** What the report says of requisites that do not fit. */
  notices(known: ReadonlySet<string>): string[] {
    const strange = [...this.documents.keys()].filter((number) => !known.has(number));
    const uneven = [...this.documents].filter(([, its]) =>
      [...its.values()].some(({ told, counted }) => told !== 0 && counted !== 0 && told !== counted),
    );
    const told: [words: string, count: number, first: string | undefined][] = [
      [
        'Документов, где ключ счета в столбце R не сходится с БИК',
        this.wrongKeys.count,
        this.wrongKeys.first,
      ],
      [
        `Ссылок на платёжный реквизит, которого нет на листе «${GIS_REQUISITES.name}»`,
        this.lost.count,
        this.lost.first,
      ],
      [`Лист «${GIS_REQUISITES.name}»: документов, которых нет в файле`, strange.length, strange[0]],
      [
        `Лист «${GIS_REQUISITES.name}»: документов, где сумма столбца E не сходится с суммой строк этого реквизита`,
        uneven.length,
        uneven[0]?.[0],
      ],
    ];
    return told
      .filter(([, count]) => count > 0)
      .map(([words, count, first]) => `${words}: ${count}, первый — № ${first}`);
  }

  private requisite(row: number, given: readonly string[], cells: CellReader): ReadRow[] {
    const place = placeIn(GIS_REQUISITES, row);
    cells.start(place, given);
    const document = cells.text(R.number, 60);
    const requisite = cells.text(R.requisite, 60);
    const told = cells.text(R.bic, 20);
    const bic = padded(told, 9);
    const account = cells.text(R.account, 100).replace(/[\s-]/g, '');
    const sum = cells.money(R.sum);
    if (document === '') cells.fail(R.number, 'не указан номер платёжного документа');
    if (!isBic(bic)) cells.fail(R.bic, `«${told}» — не БИК: нужно девять цифр`);
    else if (!isBankAccount(account, bic)) {
      const why = /^\d{20}$/.test(account) ? `ключ счета не сходится с БИК ${bic}` : 'нужно 20 цифр';
      cells.fail(R.account, `«${account}»: ${why}`);
    }
    if (cells.errors.length > 0) return [{ row: place, errors: cells.errors, cells: given }];
    const its = this.documents.get(document) ?? new Map<string, Requisite>();
    this.documents.set(document, its);
    const recipient = { account, inn: '', name: '', bic };
    its.set(requisite || String(its.size + 1), { recipient, told: sum, counted: 0 });
    return [];
  }
}

/** Excel eats the nought that a БИК begins with. */
function padded(digits: string, length: number): string {
  return /^\d+$/.test(digits) ? digits.padStart(length, '0') : digits;
}

function note(seen: { count: number; first: string }, document: string): void {
  if (seen.count++ === 0) seen.first = document;
}
