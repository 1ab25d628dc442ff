import { type Layout, readHeader } from './account-columns.js';
import { csvLines, type Line } from '../../imports/csv-lines.js';
import { type Delimiter, recogniseDelimiter } from '../../imports/delimiter.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { SpooledFile } from '../../imports/spool.js';

/** A file whose headings have been read; its rows come next. */
export interface Table {
  readonly delimiter: Delimiter;
  readonly layout: Layout;
  readonly lines: AsyncIterable<Line>;
}

/** Reads the headings of a file. */
export async function openTable(file: SpooledFile): Promise<Table> {
  const delimiter = recogniseDelimiter(file.head);
  const lines = csvLines(file.text(), delimiter);
  const header = await lines.next();
  if (header.done) {
    throw new ImportRefused('Файл пустой');
  }
  return { delimiter, layout: readHeader(header.value.cells), lines };
}
