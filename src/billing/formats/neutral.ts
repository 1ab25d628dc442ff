import type { Line } from '../../imports/csv-lines.js';
import { HEADER_SEARCH } from '../../imports/delimiter.js';
import { dayOrder } from './day-order.js';
import type { TableSource } from '../../imports/table-source.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { plural } from '../../text/russian.js';
import { CellReader } from '../../imports/cell-reader.js';
import { mayBeHeader, readHeader } from './table-columns.js';
import { Dates } from '../../imports/dates.js';
import { KIND_NAMES } from './formats.js';
import { NeutralRows } from './neutral-rows.js';
import type { ExchangeFile, ImportLayout, ReadRow, RecordKind } from './billing-records.js';

/** What is known of a file before its rows are read. */
export interface OpenedFile {
  readonly sha256: string;
  readonly kind: RecordKind | undefined;
  readonly today: string;
  readonly layout: ImportLayout;
}

/** Finds the headings of a table; its rows come later. */
export async function openNeutral(file: OpenedFile, source: TableSource): Promise<ExchangeFile> {
  const { layout } = file;
  const lines = source.lines();
  const { above, rest } = await findHeader(lines, layout);
  const header = readHeader(above[0]!.cells, file.kind, layout.columns, above[1]?.cells);
  // Numbers of a book have a point, whatever the profile says of texts.
  const decimal = source.format === 'xlsx' ? undefined : layout.decimal;
  const days = await dayOrder(rest, source, header);
  const cells = new CellReader({
    dates: new Dates(file.today, undefined, days.order),
    title: (position) => source.title(header.titles[position] ?? '', position),
    decimal,
    accountLength: layout.accountLength,
    singleByte: source.singleByte,
  });
  const rows = new NeutralRows(header, cells, decimal);
  const notices = [...source.notices, ...header.notices, ...days.notices];
  return {
    kind: header.kind,
    format: source.format,
    titles: header.titles,
    sha256: file.sha256,
    notices,
    rows: () => readAll(rest, lines, rows, notices, header.kind),
    share: () => source.share(),
    control: () => (rows.aside.total === undefined ? undefined : { kopecks: rows.aside.total }),
  };
}

/** The row of headings, with the one below that belongs to it, and the rows that have been read with them. */
async function findHeader(
  lines: AsyncGenerator<readonly Line[]>,
  layout: ImportLayout,
): Promise<{ above: readonly Line[]; rest: readonly Line[] }> {
  const skip = layout.skipRows ?? 0;
  const first: Line[] = [];
  while (first.length < HEADER_SEARCH) {
    const next = await lines.next();
    if (next.done) break;
    first.push(...next.value.filter((line) => line.row > skip));
  }
  if (first.length === 0) {
    throw new ImportRefused(skip > 0 ? `После ${skip} пропущенных строк в файле ничего нет` : 'Файл пустой');
  }
  const near = first.findIndex(
    (line) => line.row <= skip + HEADER_SEARCH && mayBeHeader(line.cells, layout.columns),
  );
  const found = layout.skipRows === undefined && near > 0 ? near : 0;
  const rows = goesOn(first[found]!, first[found + 1]) ? 2 : 1;
  return { above: first.slice(found, found + rows), rest: first.slice(found + rows) };
}

/** Units and parts of merged headings stand in a second row: without digits, and without a word in the first column. */
function goesOn(header: Line, next: Line | undefined): boolean {
  if (next?.row !== header.row + 1) return false;
  const [first = '', ...others] = next.cells;
  return first.trim() === '' && others.some((cell) => cell.trim() !== '') && !/\d/.test(others.join(''));
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
  notices.push(...rows.aside.notices());
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
