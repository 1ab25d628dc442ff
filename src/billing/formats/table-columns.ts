import { squeezed, visible, withoutEmptyEnd } from '../../imports/cells.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { clean } from '../../text/russian.js';
import { KIND_NAMES } from './formats.js';
import { COLUMN_TITLES, HEADINGS, type NeutralColumn, REQUIRED } from './headings.js';
import type { RecordKind } from './billing-records.js';

/** Which column of a file holds what. */
export interface Header {
  readonly kind: RecordKind;
  /** Headings as they stand in the file. */
  readonly titles: readonly string[];
  readonly positions: Readonly<Partial<Record<NeutralColumn, number>>>;
  readonly notices: readonly string[];
}

/** Reads a row of headings, and one `below` that belongs to it; without `kind` they tell it. Refuses a file without what is needed, or with a column twice. */
export function readHeader(
  cells: readonly string[],
  kind: RecordKind | undefined,
  mapping: Readonly<Record<string, string>> = {},
  below: readonly string[] = [],
): Header {
  const titles = titlesOf(cells, below, kind, mapping);
  const chosen = kind ?? kindOf(titles, mapping);
  const known = headingsOf(chosen, mapping);
  const positions: Partial<Record<NeutralColumn, number>> = {};
  const unknown: string[] = [];
  titles.forEach((title, index) => {
    const column = known.get(squeezed(title));
    if (!column) {
      unknown.push(title === '' ? `№ ${index + 1} без названия` : `«${title}»`);
    } else if (positions[column] !== undefined) {
      throw new ImportRefused(
        `Столбец «${titles[positions[column]]}» встречается дважды: столбцы ${positions[column] + 1} и ${index + 1}`,
      );
    } else {
      positions[column] = index;
    }
  });
  refuseMissing(chosen, positions, mapping);
  const notices =
    unknown.length === 0
      ? []
      : [`Неизвестные столбцы не загружаются: ${unknown.slice(0, 20).join(', ').slice(0, 500)}`];
  return { kind: chosen, titles, positions, notices };
}

/** Tells whether a row may be one of headings: a title above a table has none of them. */
export function mayBeHeader(
  cells: readonly string[],
  mapping: Readonly<Record<string, string>> = {},
): boolean {
  const own = new Set(Object.values(mapping).map(squeezed));
  const found = cells.map(squeezed).filter((name) => ALL_HEADINGS.has(name) || own.has(name));
  return found.length >= 2;
}

/** Headings in two rows: the lower one tells where the upper one is merged over several columns, or says nothing. */
function titlesOf(
  cells: readonly string[],
  below: readonly string[],
  kind: RecordKind | undefined,
  mapping: Readonly<Record<string, string>>,
): string[] {
  const isKnown = (title: string) =>
    kind ? headingsOf(kind, mapping).has(squeezed(title)) : ALL_HEADINGS.has(squeezed(title));
  const width = Math.max(withoutEmptyEnd(cells).length, withoutEmptyEnd(below).length);
  return Array.from({ length: width }, (_, index) => {
    const [upper = '', lower = ''] = [cells[index], below[index]].map((title = '') =>
      clean(visible(title).replace(/\p{Cc}/gu, ' ')),
    );
    if (lower === '' || isKnown(upper)) return upper;
    return upper === '' || isKnown(lower) ? lower : `${upper} ${lower}`;
  });
}

const KINDS = ['charges', 'balances', 'payments'] as const;
const ALL_HEADINGS = new Set(KINDS.flatMap((kind) => [...headingsOf(kind, {}).keys()]));

function headingsOf(kind: RecordKind, mapping: Readonly<Record<string, string>>): Map<string, NeutralColumn> {
  const columns = Object.entries(HEADINGS[kind]) as [NeutralColumn, readonly string[]][];
  const known = new Map<string, NeutralColumn>();
  for (const [column, names] of columns) {
    // What the profile says of a column is said for good: the usual headings no longer mean it.
    const own = mapping[column];
    const headings = own === undefined ? [squeezed(column), ...names] : [squeezed(own)];
    for (const name of headings) {
      if (own !== undefined || !Object.values(mapping).some((heading) => squeezed(heading) === name)) {
        known.set(name, column);
      }
    }
  }
  return known;
}

function kindOf(titles: readonly string[], mapping: Readonly<Record<string, string>>): RecordKind {
  const fitting = KINDS.filter((kind) => {
    const known = headingsOf(kind, mapping);
    const found = new Set(titles.map((title) => known.get(squeezed(title))));
    return REQUIRED[kind].every((group) => group.some((column) => found.has(column)));
  });
  if (fitting.length === 1) return fitting[0]!;
  const kinds = Object.values(KIND_NAMES).join(', ');
  throw new ImportRefused(
    `По заголовкам столбцов непонятно, что в файле: ${kinds}. Укажите вид данных или поправьте заголовки`,
  );
}

function refuseMissing(
  kind: RecordKind,
  positions: Readonly<Partial<Record<NeutralColumn, number>>>,
  mapping: Readonly<Record<string, string>>,
): void {
  const lost = (Object.keys(HEADINGS[kind]) as NeutralColumn[]).filter(
    (column) => mapping[column] !== undefined && positions[column] === undefined,
  );
  if (lost.length > 0) {
    const titles = lost.map((column) => `«${mapping[column]}» (${column})`);
    throw new ImportRefused(`В файле нет столбцов, указанных в профиле: ${titles.join(', ')}`);
  }
  const missing = REQUIRED[kind].filter((group) => group.every((column) => positions[column] === undefined));
  if (missing.length > 0) {
    const titles = missing.map((group) =>
      group.map((column) => `${column} (${COLUMN_TITLES[column]})`).join(' или '),
    );
    throw new ImportRefused(
      `Это не похоже на ${KIND_NAMES[kind]}: в строке заголовков нет столбцов ${titles.join(', ')}`,
    );
  }
}
