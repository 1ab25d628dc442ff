import type { Line } from '../../imports/csv-lines.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { plural } from '../../text/russian.js';
import { CellReader } from '../../imports/cell-reader.js';
import { mayBeHeader, readHeader } from './table-columns.js';
import { Dates } from '../../imports/dates.js';
import { type FormatKey, KIND_NAMES } from './formats.js';
import { NeutralRows } from './neutral-rows.js';
import type { ExchangeFile, ImportLayout, ReadRow, RecordKind } from './billing-records.js';

/** Titles may stand above a table, but not a whole page. */
const HEADER_SEARCH = 20;

/** What is known of a file before its rows are read. */
export interface OpenedFile {
  readonly sha256: string;
  readonly kind: RecordKind | undefined;
  readonly today: string;
  readonly layout: ImportLayout;
}

/** A table of the neutral format, wherever its lines come from. */
export interface NeutralTable {
  readonly format: FormatKey;
  readonly lines: AsyncGenerator<readonly Line[]>;
  readonly singleByte?: boolean;
  readonly notices?: readonly string[];
  /** What to call a column in messages; else by its heading. */
  readonly title?: (heading: string, position: number) => string;
}

/** Finds the headings of a table; its rows come later. */
export async function openNeutral(file: OpenedFile, table: NeutralTable): Promise<ExchangeFile> {
  const { layout } = file;
  const { header: line, rest } = await findHeader(table.lines, layout);
  const header = readHeader(line.cells, file.kind, layout.columns);
  // Numbers of a book have a point, whatever the profile says of texts.
  const decimal = table.format === 'xlsx' ? undefined : layout.decimal;
  const cells = new CellReader({
    dates: new Dates(file.today),
    title: (position) => (table.title ?? titleOf)(header.titles[position] ?? '', position),
    decimal,
    accountLength: layout.accountLength,
    singleByte: table.singleByte ?? false,
  });
  const rows = new NeutralRows(header, cells, decimal);
  const notices = [...(table.notices ?? []), ...header.notices];
  return {
    kind: header.kind,
    format: table.format,
    titles: header.titles,
    sha256: file.sha256,
    notices,
    rows: () => readAll(rest, table.lines, rows, notices, header.kind),
    // Several rows of totals are those of houses or pages.
    control: () => (rows.totals.length === 1 ? { kopecks: rows.totals[0]! } : undefined),
  };
}

function titleOf(heading: string, position: number): string {
  return heading || `столбец ${position + 1}`;
}

async function findHeader(
  lines: AsyncGenerator<readonly Line[]>,
  layout: ImportLayout,
): Promise<{ header: Line; rest: readonly Line[] }> {
  const skip = layout.skipRows ?? 0;
  for (;;) {
    const next = await lines.next();
    if (next.done) break;
    const batch = next.value.filter((line) => line.row > skip);
    if (batch.length === 0) continue;
    const near = batch.findIndex(
      (line) => line.row <= skip + HEADER_SEARCH && mayBeHeader(line.cells, layout.columns),
    );
    const found = layout.skipRows === undefined && near > 0 ? near : 0;
    return { header: batch[found]!, rest: batch.slice(found + 1) };
  }
  throw new ImportRefused(skip > 0 ? `После ${skip} пропущенных строк в файле ничего нет` : 'Файл пустой');
}

async function* readAll(
  rest: readonly Line[],
  lines: AsyncGenerator<readonly Line[]>,
  rows: NeutralRows,
  notices: string[],
  kind: RecordKind,
): AsyncGenerator<readonly ReadRow[]> {
  yield readBatch(rest, rows);
  for await (const batch of lines) yield readBatch(batch, rows);
  if (rows.read === 0) {
    throw new ImportRefused(`В файле только заголовки столбцов, строк с данными нет (${KIND_NAMES[kind]})`);
  }
  const { count, first } = rows.uneven;
  if (count > 0) {
    const words = `${count} ${plural(count, 'строке', 'строках', 'строках')}`;
    notices.push(
      `В ${words} итог не равен «начислено + превышение + перерасчёт − льгота», первая — строка ${first}. Загружается так, как в файле`,
    );
  }
}

function readBatch(lines: readonly Line[], rows: NeutralRows): ReadRow[] {
  const read: ReadRow[] = [];
  for (const line of lines) {
    const row = rows.row(line);
    if (row) read.push(row);
  }
  return read;
}
