import { ColumnTable, type Headings, type Mapping } from '../../imports/column-table.js';
import { HeadingsRefused } from '../../imports/import-refused.js';
import type { OpenTable } from '../../imports/open-table.js';
import type { RecordKind } from './billing-records.js';
import { KIND_NAMES } from './formats.js';
import { COLUMN_TITLES, HEADINGS, type NeutralColumn, REQUIRED } from './headings.js';

const KINDS = ['charges', 'balances', 'payments'] as const;

/** The columns of files of each kind. */
export const TABLES = Object.fromEntries(KINDS.map((kind) => [kind, tableOf(kind)])) as Readonly<
  Record<RecordKind, ColumnTable<NeutralColumn>>
>;

/** Which column of a file holds what. */
export interface Header extends Headings<NeutralColumn> {
  readonly kind: RecordKind;
}

/** Reads the headings of a table; without `kind` they tell it. */
export function readHeader(table: OpenTable, kind: RecordKind | undefined, mapping: Mapping = {}): Header {
  const chosen = kind ?? kindOf(table, mapping);
  return { kind: chosen, ...table.headings(TABLES[chosen]) };
}

/** Tells whether a row may be one of headings, of any kind. */
export function mayBeHeader(cells: readonly string[], mapping: Mapping = {}): boolean {
  return KINDS.some((kind) => TABLES[kind].mayBeHeader(cells, mapping));
}

function kindOf(table: OpenTable, mapping: Mapping): RecordKind {
  const fitting = KINDS.filter((kind) => TABLES[kind].fits(table.titlesOf(TABLES[kind]), mapping));
  if (fitting.length === 1) return fitting[0]!;
  const kinds = Object.values(KIND_NAMES).join(', ');
  return table.orSeen(table.titlesOf(TABLES.charges), () => {
    throw new HeadingsRefused(
      `По заголовкам столбцов непонятно, что в файле: ${kinds}. Укажите вид данных или поправьте заголовки`,
    );
  });
}

function tableOf(kind: RecordKind): ColumnTable<NeutralColumn> {
  const names = HEADINGS[kind] as Readonly<Record<NeutralColumn, readonly string[]>>;
  const columns = Object.keys(names) as NeutralColumn[];
  return new ColumnTable({
    what: KIND_NAMES[kind],
    titles: Object.fromEntries(columns.map((column) => [column, COLUMN_TITLES[column]])) as Readonly<
      Record<NeutralColumn, string>
    >,
    names,
    required: () => REQUIRED[kind],
  });
}
