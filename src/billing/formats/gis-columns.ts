import { columnNumber } from '../../imports/column-letters.js';

/** A sheet of the template of ГИС ЖКХ. */
export interface GisSheet<Name extends string> {
  readonly name: string;
  /** The first row of data. */
  readonly first: number;
  readonly columns: Readonly<Record<Name, number>>;
  /** Words that the headings of a column have: other versions of the template have other columns there. */
  readonly signs: readonly (readonly [column: number, word: string])[];
}

/** Sections 1 and 2: one payment document a row, with its contribution for capital repair. */
export const GIS_DOCUMENTS = sheet(
  'Разделы 1-2',
  4,
  {
    account: 'A',
    number: 'C',
    period: 'D',
    debt: 'J',
    advance: 'K',
    paid: 'L',
    until: 'M',
    toPay: 'P',
    repairTariff: 'S',
    repairCharged: 'T',
    repairRecalc: 'U',
    repairBenefit: 'V',
    repairReason: 'X',
    repairTotal: 'Z',
    penalty: 'AF',
  },
  { account: 'жку', period: 'период', toPay: 'коплате' },
);

/** Sections 3 to 6: one service of a document a row. */
export const GIS_SERVICES = sheet(
  'Разделы 3-6',
  5,
  {
    number: 'A',
    service: 'B',
    unit: 'C',
    volume: 'E',
    common: 'G',
    tariff: 'H',
    charged: 'K',
    factor: 'L',
    increase: 'M',
    recalc: 'N',
    benefit: 'O',
    reason: 'W',
    total: 'AD',
  },
  { charged: 'начислено' },
);

function sheet<Name extends string>(
  name: string,
  first: number,
  letters: Readonly<Record<Name, string>>,
  signs: Readonly<Partial<Record<Name, string>>>,
): GisSheet<Name> {
  const columns = Object.fromEntries(
    (Object.entries(letters) as [Name, string][]).map(([column, letter]) => [column, columnNumber(letter)]),
  ) as Record<Name, number>;
  const words = Object.entries(signs) as [Name, string][];
  return { name, first, columns, signs: words.map(([column, word]) => [columns[column], word]) };
}
