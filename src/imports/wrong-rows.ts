import { csvCell, csvLine } from './csv-text.js';

const BOM = '\uFEFF';

/** The first line of the file with the wrong rows. */
export function wrongRowsHeader(titles: readonly string[]): string {
  return `${BOM}${csvLine([...titles, 'Строка', 'Причина'])}`;
}

/** The cells of a row as they were, in as many columns as the file has. */
export function sourceOf(cells: readonly string[], width: number): string {
  // What PostgreSQL cannot keep in a text would not survive a spreadsheet either.
  const own = cells.slice(0, width).map((cell) => cell.replaceAll('\0', '\uFFFD'));
  return [...own, ...Array<string>(width - own.length).fill('')].map(csvCell).join(';');
}

/** A line of the file with the wrong rows. */
export function wrongRow(source: string, row: number, reason: string): string {
  return `${source};${csvLine([String(row), reason])}`;
}
