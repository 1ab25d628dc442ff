import { type Checked, tidied, withoutEmptyEnd } from '../../imports/cells.js';
import { CELL_RULES } from './cell-rules.js';
import { flatInAddress } from './flat-in-address.js';
import type { Column, Layout } from './account-columns.js';
import type { RowError } from '../../imports/row-error.js';

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
  const told = flatInAddress(values.address ?? '');
  if (!told) return { values, errors };
  // left as it is, each flat would become a house of its own
  if (values.unit && values.unit !== told.flat) {
    const reason = `в адресе стоит квартира ${told.flat}, а в столбце квартиры — ${values.unit}`;
    errors.push({ row, field: layout.titles[layout.positions.get('address')!]!, reason });
  }
  return { values: { ...values, address: told.house, unit: told.flat }, errors };
}

function checkCell(column: Column, cell: string): Checked {
  const text = tidied(cell);
  return text.reason === undefined ? CELL_RULES[column](text.value ?? '') : text;
}
