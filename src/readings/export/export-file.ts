import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { ImportRefused } from '../../imports/import-refused.js';
import { windows1251 } from '../../imports/windows-1251.js';
import type { ExportFormat, ExportRow } from './export-row.js';
import { SHEET_FORMATS, type SheetCell } from './sheet-formats.js';
import { neutralHeader, neutralLine, type NeutralWays, OneSLines } from './text-formats.js';

/** How a text is written; books have an encoding of their own. */
export type ExportEncoding = 'utf-8' | 'windows-1251';

const BOM = '\uFEFF';
/** A book is made in the memory as a whole. */
const MOST_IN_A_BOOK = 100_000;

/** What is to be written, and how. */
export interface ExportFile extends NeutralWays {
  readonly path: string;
  readonly format: ExportFormat;
  readonly encoding: ExportEncoding;
}

/** Writes readings that come many at a time. */
export async function writeReadings(
  file: ExportFile,
  rows: AsyncIterable<readonly ExportRow[]>,
): Promise<void> {
  const { format } = file;
  if (format === 'csv' || format === 'csv_1s') await writeText(file, lines(file, rows));
  else await writeSheet(file.path, format, rows);
}

async function* lines(file: ExportFile, rows: AsyncIterable<readonly ExportRow[]>): AsyncGenerator<string> {
  if (file.format === 'csv') {
    yield neutralHeader(file.four);
    for await (const batch of rows) yield batch.map((row) => neutralLine(row, file)).join('');
    return;
  }
  const accounts = new OneSLines();
  for await (const batch of rows) yield batch.map((row) => accounts.add(row)).join('');
  yield accounts.rest();
}

async function writeText({ path, encoding }: ExportFile, text: AsyncIterable<string>): Promise<void> {
  const out = createWriteStream(path, { mode: 0o600 });
  const done = finished(out);
  done.catch(() => undefined); // seen below
  try {
    if (encoding === 'utf-8') out.write(BOM);
    for await (const piece of text) {
      const bytes = encoding === 'utf-8' ? piece : windows1251(piece);
      if (!out.write(bytes)) await Promise.race([once(out, 'drain'), done]);
    }
    out.end();
    await done;
  } finally {
    out.destroy();
  }
}

async function writeSheet(
  path: string,
  format: 'xlsx' | 'gis',
  rows: AsyncIterable<readonly ExportRow[]>,
): Promise<void> {
  const { sheet, titles, row } = SHEET_FORMATS[format];
  const cells: (SheetCell | { value: string; fontWeight: 'bold' })[][] = [
    titles.map((value) => ({ value, fontWeight: 'bold' })),
  ];
  for await (const batch of rows) {
    for (const one of batch) cells.push(row(one));
    if (cells.length > MOST_IN_A_BOOK) {
      throw new ImportRefused(
        `Для книги Excel показаний слишком много: больше ${MOST_IN_A_BOOK.toLocaleString('ru-RU')}. Выгрузите CSV или ограничьтесь месяцем и домом`,
      );
    }
  }
  const columns = titles.map((title) => ({ width: Math.max(12, title.length + 2) }));
  const { default: writeBook } = await import('write-excel-file/node');
  await writeBook(cells, { sheet, columns, stickyRowsCount: 1 }).toFile(path);
}
