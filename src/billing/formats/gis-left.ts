import type { Sheet } from '../../imports/workbook.js';
import { money, plural } from '../../text/russian.js';
import { short, squeezed } from '../../imports/cells.js';
import * as gis from './gis-columns.js';
import type { GisLeft, GisSheet } from './gis-columns.js';

const READ = gis.GIS_READ.map(({ name }) => squeezed(name));
const LISTS = gis.GIS_LISTS.map(squeezed);
const OTHERS = gis.GIS_OTHER_SHEETS.map(squeezed);

const MOST_NAMED = 10;
/** Headings of such a sheet; what stands below is data. */
const HEADINGS = 3;

/** What a template of ГИС ЖКХ has and the portal does not take: it is named in the report, never dropped silently. */
export class GisLeftOut {
  /** How many values of each column stay, by the sheet and what is said of its columns. */
  private readonly columns = new Map<string, Map<number, number>>();
  private untyped = 0;
  private firstUntyped = '';
  private debts = 0;
  private debtKopecks = 0;
  private readonly sheets: string[] = [];

  /** Notes which columns of a row stay. */
  note({ name, left }: Pick<GisSheet<string>, 'name' | 'left'>, cells: readonly string[]): void {
    for (const columns of left) {
      const filled = filledIn(cells, columns);
      if (filled.length === 0) continue;
      const key = `лист «${name}»${columns.name === '' ? '' : ` (${columns.name})`}`;
      const counts = this.columns.get(key) ?? new Map<number, number>();
      this.columns.set(key, counts);
      for (const column of filled) counts.set(column, (counts.get(column) ?? 0) + 1);
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
      const counts = new Map<number, number>();
      let rows = 0;
      for await (const lines of sheet.rows()) {
        for (const { row, cells } of lines) {
          if (row <= above || cells.every((cell) => cell.trim() === '')) continue;
          rows += 1;
          cells.forEach((cell, column) => {
            if (cell.trim() !== '') counts.set(column, (counts.get(column) ?? 0) + 1);
          });
        }
      }
      if (rows > 0) this.sheets.push(`«${short(sheet.name)}» (строк: ${rows}; ${countsInWords(counts)})`);
    }
  }

  /** What the report says of it. */
  notices(): string[] {
    const columns = [...this.columns].map(([name, counts]) => `${name}: ${countsInWords(counts)}`);
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

/** The columns in which more than nought stands. */
function filledIn(cells: readonly string[], { from, until }: GisLeft): number[] {
  return cells
    .slice(from, until + 1)
    .flatMap((cell, index) => (/^(?:0+(?:[.,]0+)?)?$/.test(cell.trim()) ? [] : [from + index]));
}

/** «столбец E — 2 значения, столбец G — 1 значение». */
function countsInWords(counts: ReadonlyMap<number, number>): string {
  const columns = [...counts].sort(([one], [other]) => one - other);
  const told = columns
    .slice(0, MOST_NAMED)
    .map(
      ([column, count]) =>
        `${gis.gisTitle(column)} — ${count} ${plural(count, 'значение', 'значения', 'значений')}`,
    );
  const more = columns.length - told.length;
  return told.join(', ') + (more > 0 ? ` и ещё столбцов: ${more}` : '');
}
