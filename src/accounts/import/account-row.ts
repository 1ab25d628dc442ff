import type { CellReader } from '../../imports/cell-reader.js';
import { ofWidth } from '../../imports/cells.js';
import type { Line } from '../../imports/csv-lines.js';
import type { ReadRow } from '../../imports/import-rows.js';
import { type Column, COLUMNS, type Layout } from './account-columns.js';
import { CELL_RULES } from './cell-rules.js';
import { flatInAddress } from './flat-in-address.js';

/** What a row says of an account: null where nothing is known, undefined where the file does not have the column. */
export type AccountValues = Readonly<Partial<Record<Column, string | null | undefined>>>;

/** Checks the rows of a file one after another, all cells of each, so that it can be mended at one go. */
export class AccountRows {
  private readonly positions: readonly [Column, number][];

  constructor(
    private readonly layout: Layout,
    private readonly cells: CellReader,
  ) {
    this.positions = COLUMNS.flatMap((column): [Column, number][] => {
      const position = layout.positions[column];
      return position === undefined ? [] : [[column, position]];
    });
  }

  /** What a row says, and what is wrong with it. */
  read({ row, cells: given }: Line): ReadRow<AccountValues> {
    const { cells } = this;
    const width = this.layout.titles.length;
    const own = ofWidth(given, width);
    if (own.length !== width) {
      const reason = `значений в строке ${own.length}, а столбцов ${width}`;
      return { row, errors: [{ row, reason }], cells: own };
    }
    cells.start(row, own);
    const record = this.values();
    // A row without errors must not keep the list that the next one fills.
    return cells.errors.length > 0
      ? { row, record, errors: cells.errors, cells: own }
      : { row, record, cells: own };
  }

  private values(): AccountValues {
    const { cells } = this;
    const values: Partial<Record<Column, string | null | undefined>> = {};
    for (const [column, position] of this.positions) {
      values[column] =
        column === 'account'
          ? cells.account(position) || undefined
          : cells.checked(position, CELL_RULES[column]);
    }
    const told = flatInAddress(values.address ?? '');
    if (!told) return values;
    // left as it is, each flat would become a house of its own
    if (values.unit && values.unit !== told.flat) {
      const reason = `в адресе стоит квартира ${told.flat}, а в столбце квартиры — ${values.unit}`;
      cells.fail(this.layout.positions.address!, reason);
    }
    return { ...values, address: told.house, unit: told.flat };
  }
}
