import { clean, hasForbiddenCharacters } from '../../platform/text/russian.js';
import { CELL_RULES, type Checked } from './cell-rules.js';
import { type Column, type Layout, withoutEmptyEnd } from './columns.js';
import type { RowError } from './import-report.js';

/** A row after checking: the values that are good, and what is wrong with the others. */
export interface CheckedRow {
  readonly values: Readonly<Partial<Record<Column, string | null>>>;
  readonly errors: readonly RowError[];
}

/** Checks the cells of a row, all of them, so that it can be mended at one go. */
export function checkRow(row: number, cells: readonly string[], layout: Layout): CheckedRow {
  const width = layout.titles.length;
  const own = withoutEmptyEnd(cells, width);
  if (own.length !== width) {
    return { values: {}, errors: [{ row, reason: `значений в строке ${own.length}, а столбцов ${width}` }] };
  }
  const values: Partial<Record<Column, string | null>> = {};
  const errors: RowError[] = [];
  for (const [column, position] of layout.positions) {
    const checked = checkCell(column, own[position]!);
    if (checked.reason === undefined) values[column] = checked.value;
    else errors.push({ row, field: layout.titles[position]!, reason: checked.reason });
  }
  return { values, errors };
}

function checkCell(column: Column, cell: string): Checked {
  // Most cells are numbers and short words with nothing to tidy.
  if (/^(?!-)[\w.,-]*$/.test(cell)) {
    return CELL_RULES[column](cell);
  }
  if (/[\r\n]/.test(cell)) {
    return { reason: 'перенос строки внутри значения. Возможно, не закрыта кавычка (")' };
  }
  if (hasForbiddenCharacters(cell)) {
    return { reason: 'недопустимый управляющий символ' };
  }
  return CELL_RULES[column](clean(withoutApostrophe(cell)));
}

/** An apostrophe tells a spreadsheet that a text follows; we put one before what looks like a formula (wrong-rows.ts). */
function withoutApostrophe(cell: string): string {
  return /^'[=+\-@\t\d]/.test(cell) ? cell.slice(1) : cell;
}
