import type { Sheet } from '../../imports/workbook.js';
import { money } from '../../text/russian.js';
import { short, squeezed } from '../../imports/cells.js';
import * as gis from './gis-columns.js';
import type { GisLeft, GisSheet } from './gis-columns.js';

const READ = [gis.GIS_DOCUMENTS, gis.GIS_SERVICES, gis.GIS_PENALTIES, gis.GIS_DEBTS, gis.GIS_REQUISITES].map(
  ({ name }) => squeezed(name),
);
const LISTS = gis.GIS_LISTS.map(squeezed);
const OTHERS = gis.GIS_OTHER_SHEETS.map(squeezed);

/** Headings of such a sheet; what stands below is data. */
const HEADINGS = 3;

/** What a template of ГИС ЖКХ has and the portal does not take: it is named in the report, never dropped silently. */
export class GisLeftOut {
  private readonly columns = new Map<string, number>();
  private untyped = 0;
  private firstUntyped = '';
  private debts = 0;
  private debtKopecks = 0;
  private readonly sheets: string[] = [];

  /** Notes which columns of a row stay. */
  note({ name, left }: Pick<GisSheet<string>, 'name' | 'left'>, cells: readonly string[]): void {
    for (const columns of left) {
      if (!isFilled(cells, columns)) continue;
      const key = `лист «${name}», ${columns.name}`;
      this.columns.set(key, (this.columns.get(key) ?? 0) + 1);
    }
  }

  /** Notes a document whose type is neither «Текущий» nor «Долговой». */
  type(row: number, text: string): void {
    if (squeezed(text).startsWith('текущ')) return;
    if (this.untyped++ > 0) return;
    this.firstUntyped = `строка ${row}, ${text.trim() === '' ? 'тип не указан' : `«${short(text)}»`}`;
  }

  /** Notes a document about debts of former months. */
  debt(kopecks: number): void {
    this.debts += 1;
    this.debtKopecks += kopecks;
  }

  /** Looks whether anything stands in the sheets that are not read. */
  async look(sheets: readonly Sheet[]): Promise<void> {
    for (const sheet of sheets) {
      const name = squeezed(sheet.name);
      if (sheet.isHidden || READ.includes(name) || LISTS.includes(name)) continue;
      const above = OTHERS.includes(name) ? HEADINGS : 0;
      let rows = 0;
      for await (const lines of sheet.rows()) {
        rows += lines.filter(
          ({ row, cells }) => row > above && cells.some((cell) => cell.trim() !== ''),
        ).length;
      }
      if (rows > 0) this.sheets.push(`«${short(sheet.name)}» (строк: ${rows})`);
    }
  }

  /** What the report says of it. */
  notices(): string[] {
    const columns = [...this.columns].map(([name, rows]) => `${name}, строк: ${rows}`);
    return [
      ...(this.debts > 0
        ? [
            `Долговых платёжных документов: ${this.debts} на ${money(this.debtKopecks)}. Они напечатаны в квитанции отдельно и к долгу не прибавлены: он уже стоит в текущих`,
          ]
        : []),
      ...(this.untyped > 0
        ? [
            `Документов, у которых тип не «Текущий» и не «Долговой»: ${this.untyped}, первый — ${this.firstUntyped}. Они прочитаны как текущие`,
          ]
        : []),
      ...(columns.length > 0 ? [`Есть в файле, но в портал не переносится: ${columns.join('; ')}`] : []),
      ...(this.sheets.length > 0 ? [`Листы, которые портал не читает: ${this.sheets.join(', ')}`] : []),
    ];
  }
}

function isFilled(cells: readonly string[], { from, until }: GisLeft): boolean {
  return cells.slice(from, until + 1).some((cell) => !/^(?:0+(?:[.,]0+)?)?$/.test(cell.trim()));
}
