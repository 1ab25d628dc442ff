import type { Line } from '../../imports/csv-lines.js';
import { dayOrder } from './day-order.js';
import type { TableSource } from '../../imports/table-source.js';
import type { ImportLayout } from '../../imports/import-layout.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { OpenTable } from '../../imports/open-table.js';
import { plural } from '../../text/russian.js';
import { CellReader } from '../../imports/cell-reader.js';
import { mayBeHeader, readHeader } from './table-columns.js';
import { Dates } from '../../imports/dates.js';
import { KIND_NAMES } from './formats.js';
import { moneySigns } from './money-signs.js';
import { NeutralRows } from './neutral-rows.js';
import type { ExchangeFile, ReadRow, RecordKind } from './billing-records.js';

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
  const table = await OpenTable.find(source, (cells) => mayBeHeader(cells, layout.columns), layout);
  const header = readHeader(table, file.kind, layout.columns);
  // Numbers of a book have a point, whatever the profile says of texts.
  const decimal = source.format === 'xlsx' ? undefined : layout.decimal;
  const days = await dayOrder(table.first, source, header);
  const cells = new CellReader({
    dates: new Dates(file.today, undefined, days.order),
    title: (position) => source.title(header.titles[position] ?? '', position),
    decimal,
    ...(decimal === undefined && { signs: await moneySigns(table.first, source, header) }),
    accountLength: layout.accountLength,
    singleByte: source.singleByte,
  });
  const rows = new NeutralRows(header, cells);
  const notices = [...source.notices, ...header.notices, ...days.notices];
  return {
    kind: header.kind,
    format: source.format,
    titles: header.titles,
    sha256: file.sha256,
    notices,
    rows: () => readAll(table, rows, notices, header.kind),
    share: () => source.share(),
    question: () =>
      [rows.operations.question(), rows.aside.question()].filter(Boolean).join('. ') || undefined,
    control: () => rows.aside.control,
  };
}

async function* readAll(
  table: OpenTable,
  rows: NeutralRows,
  notices: string[],
  kind: RecordKind,
): AsyncGenerator<readonly ReadRow[]> {
  for await (const lines of table.lines()) yield readBatch(lines, rows);
  if (rows.read === 0) {
    throw new ImportRefused(`В файле только заголовки столбцов, строк с данными нет (${KIND_NAMES[kind]})`);
  }
  notices.push(...rows.aside.notices());
  notices.push(...rows.returned.notices(), ...rows.benefits.notices());
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
    if (row && rows.beside) read.push(rows.beside);
  }
  return read;
}
