import type { ImportReport } from './import-report.js';

/** More than a sheet of Excel has rows. */
export const SHEET = 2 ** 21;

/** A report that may tell of rows in tables and sentences as well. */
interface Told extends ImportReport {
  readonly tables?: readonly { caption: string; head: string[]; rows: string[][] }[];
  readonly question?: string;
}

/** The number that a row has among those of all sheets that are read; `sheet` is its place among these, from nought. */
export function placeOn(sheet: number, row: number): number {
  return (sheet + 1) * SHEET + row;
}

/** The sheet and the number there of a row; a file that has no `sheets` counts its rows through. */
export function standsAt(place: number, sheets: readonly string[]): { sheet?: string; row: number } {
  const sheet = sheets[Math.floor(place / SHEET) - 1];
  return sheet === undefined ? { row: place } : { sheet, row: place % SHEET };
}

/** A text in which rows are named by such numbers, «уже был в строке 2097156», in the words of people. */
export function placesIn(text: string, sheets: readonly string[]): string {
  if (sheets.length === 0) return text;
  return text.replace(/(?<=строк[аеи] )\d{7,}/gu, (place) => {
    const { sheet, row } = standsAt(Number(place), sheets);
    return sheet === undefined ? place : `${row} листа «${sheet}»`;
  });
}

/** A report that tells of each row on which sheet it stands. */
export function onSheets<Report extends Told>(report: Report, sheets: readonly string[]): Report {
  if (sheets.length === 0) return report;
  const { errors, notices, tables, question } = report;
  return {
    ...report,
    errors: errors.map(({ row, field, reason }) => ({
      ...standsAt(row, sheets),
      ...(field !== undefined && { field }),
      reason: placesIn(reason, sheets),
    })),
    notices: notices.map((notice) => placesIn(notice, sheets)),
    ...(tables && { tables: tables.map((table) => tableOnSheets(table, sheets)) }),
    ...(question !== undefined && { question: placesIn(question, sheets) }),
  };
}

function tableOnSheets(
  { caption, head, rows }: NonNullable<Told['tables']>[number],
  sheets: readonly string[],
): NonNullable<Told['tables']>[number] {
  if (head[0] !== 'Строка') return { caption, head, rows };
  const placed = rows.map(([place, ...cells]) => {
    const { sheet = '', row } = standsAt(Number(place), sheets);
    return [sheet, String(row), ...cells];
  });
  return { caption, head: ['Лист', ...head], rows: placed };
}
