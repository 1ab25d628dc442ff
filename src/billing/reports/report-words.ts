import { type ExcelCell, STYLES } from '../../panel/excel-sheet.js';
import { money } from '../../text/russian.js';

/** A sum of roubles as tables show it, its sign beside it where there is place; `zero` is left out where there is little place. */
export interface SumTold {
  readonly label: string;
  readonly sum: string;
  readonly zero: boolean;
}

/** Sums of a line in the order of the columns. */
export function sumsTold<Name extends string>(
  columns: Readonly<Partial<Record<Name, string>>>,
  line: Readonly<Record<NoInfer<Name>, string>>,
): SumTold[] {
  return (Object.entries(columns) as [Name, string][]).map(([name, label]) => {
    const kopecks = BigInt(line[name]);
    return { label, sum: money(kopecks).replace(/\u00A0₽$/, ''), zero: kopecks === 0n };
  });
}

/** Kopecks as a cell of a workbook. */
export function moneyCell(kopecks: string): ExcelCell {
  return { number: Number(kopecks) / 100, style: STYLES.money };
}

/** A whole number as a cell. */
export function countCell(number: number): ExcelCell {
  return { number, style: STYLES.number };
}

/** The headings of sums in a workbook. */
export function moneyHeads(columns: Readonly<Record<string, string>>): string[] {
  return Object.values(columns).map((title) => `${title}, ₽`);
}
