import { squeezed } from '../../imports/cells.js';
import { columnNumber, columnTitle } from '../../imports/column-letters.js';
import { placeOn } from '../../imports/sheet-places.js';
import type { Sheet } from '../../imports/workbook.js';

/** A sheet of the template of ГИС ЖКХ. */
export interface GisSheet<Name extends string> {
  readonly name: string;
  /** The first row of data. */
  readonly first: number;
  readonly columns: Readonly<Record<Name, number>>;
  /** Words that the headings of a column have: other versions of the template have other columns there. */
  readonly signs: readonly (readonly [column: number, word: string])[];
  /** Columns that the portal does not take, from one to another. */
  readonly left: readonly GisLeft[];
}

/** Columns whose contents stay in the file. */
export interface GisLeft {
  readonly from: number;
  readonly until: number;
  /** «платёжный реквизит»; empty where the letters say enough. */
  readonly name: string;
}

/** Columns to the right of those that the template has: people keep notes of their own there. */
const [BEYOND, LAST] = ['портал их не знает', 'XFD'];

/** Sections 1 and 2: one payment document a row, with its contribution for capital repair. */
export const GIS_DOCUMENTS = sheet(
  'Разделы 1-2',
  4,
  {
    account: 'A',
    type: 'B',
    number: 'C',
    period: 'D',
    area: 'E',
    livingArea: 'F',
    heatedArea: 'G',
    residents: 'H',
    periodTotal: 'I',
    debt: 'J',
    advance: 'K',
    paid: 'L',
    until: 'M',
    lastPaidOn: 'N',
    subsidies: 'O',
    toPay: 'P',
    bic: 'Q',
    bankAccount: 'R',
    repairTariff: 'S',
    repairCharged: 'T',
    repairRecalc: 'U',
    repairBenefit: 'V',
    repairOrder: 'W',
    repairReason: 'X',
    repairGrounds: 'Y',
    repairTotal: 'Z',
    repairOgrn: 'AA',
    repairKpp: 'AB',
    repairRequisite: 'AC',
    withInstalment: 'AE',
    penalty: 'AF',
    note: 'AG',
    index: 'AH',
    executorOgrn: 'AI',
    executorKpp: 'AJ',
    gisId: 'AK',
  },
  { account: 'жку', period: 'период', toPay: 'коплате' },
  // totals of what stands in other columns, and what ГИС ЖКХ has written itself, are nobody's loss
  [['AL', BEYOND, LAST]],
);

/** Sections 3 to 6: one service of a document a row. */
export const GIS_SERVICES = sheet(
  'Разделы 3-6',
  5,
  {
    number: 'A',
    service: 'B',
    unit: 'C',
    method: 'D',
    volume: 'E',
    commonMethod: 'F',
    common: 'G',
    tariff: 'H',
    own: 'I',
    commonSum: 'J',
    charged: 'K',
    factor: 'L',
    increase: 'M',
    recalc: 'N',
    benefit: 'O',
    order: 'P',
    norm: 'Q',
    commonNorm: 'R',
    reading: 'S',
    houseReading: 'T',
    houseVolume: 'U',
    houseCommonVolume: 'V',
    reason: 'W',
    grounds: 'X',
    partNow: 'Y',
    partBefore: 'Z',
    interest: 'AA',
    percent: 'AB',
    partTotal: 'AC',
    total: 'AD',
    ownTotal: 'AE',
    commonTotal: 'AF',
    ogrn: 'AG',
    kpp: 'AH',
    requisite: 'AI',
  },
  { charged: 'начислено' },
  [['AJ', BEYOND, LAST]],
);

/** Penalties, duties and court costs, one of a document a row. */
export const GIS_PENALTIES = sheet(
  'Неустойки и судебные расходы',
  1,
  { number: 'A', kind: 'B', ground: 'C', sum: 'D', requisite: 'G' },
  {},
  [['E', 'поставщик услуги', 'F']],
);

/** What documents about debts («долговые») are for: a service of a former month a row. */
export const GIS_DEBTS = sheet(
  'ДПД',
  2,
  { number: 'A', service: 'B', period: 'C', sum: 'D', ogrn: 'E', kpp: 'F' },
  {},
  // no code asks for a debt that stands in the current document
  [['G', 'платёжный реквизит', 'G']],
);

/** To which account each part of a document is paid. */
export const GIS_REQUISITES = sheet(
  'Платёжные реквизиты',
  2,
  { number: 'A', requisite: 'B', bic: 'C', account: 'D', sum: 'E' },
  {},
  [],
);

/** The sheets that are read. */
export const GIS_READ: readonly GisSheet<string>[] = [
  ...[GIS_DOCUMENTS, GIS_SERVICES, GIS_PENALTIES],
  ...[GIS_DEBTS, GIS_REQUISITES],
];

/** The number of a row of a sheet among those of all of them. */
export function placeIn(sheet: GisSheet<string>, row: number): number {
  return placeOn(GIS_READ.indexOf(sheet), row);
}

/** A sheet among those of a book, however its name is spelled there. */
export function sheetOf({ name }: GisSheet<string>, sheets: readonly Sheet[]): Sheet | undefined {
  return sheets.find((sheet) => squeezed(sheet.name) === squeezed(name));
}

/** What a column is called in messages: headings take up several rows there. */
export function gisTitle(position: number): string {
  return columnTitle('', position);
}

/** Sheets whose first rows are headings and that the portal does not read, as we spell them. */
export const GIS_OTHER_SHEETS = ['Капитальный ремонт'];

/** Sheets that hold lists to choose from, or words for whoever fills in the template. */
export const GIS_LISTS = ['Услуги исполнителя', 'Инструкция'];

function sheet<Name extends string>(
  name: string,
  first: number,
  letters: Readonly<Record<Name, string>>,
  signs: Readonly<Partial<Record<Name, string>>>,
  left: readonly (readonly [from: string, name: string, until: string])[],
): GisSheet<Name> {
  const columns = Object.fromEntries(
    (Object.entries(letters) as [Name, string][]).map(([column, letter]) => [column, columnNumber(letter)]),
  ) as Record<Name, number>;
  const words = Object.entries(signs) as [Name, string][];
  return {
    ...{ name, first, columns },
    signs: words.map(([column, word]) => [columns[column], word]),
    left: left.map(([from, name, until]) => ({ name, from: columnNumber(from), until: columnNumber(until) })),
  };
}
