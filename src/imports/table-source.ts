import { evenRows, readBook, tableSheet } from './book-file.js';
import { columnTitle } from './column-letters.js';
import { csvBatches, type Line } from './csv-lines.js';
import { recogniseDelimiter } from './delimiter.js';
import { type Encoding, ENCODING_NAMES } from './encoding.js';
import type { ImportLayout } from './import-layout.js';
import { ImportRefused } from './import-refused.js';
import { encodingOf, type LocalFile, textOf } from './local-file.js';
import { openWorkbook, type Sheet, shareRead } from './workbook.js';

/** A table of a file, wherever it comes from, before its headings are read. */
export interface TableSource {
  readonly format: 'csv' | 'xlsx';
  /** How it is written, for whoever asks. */
  readonly about: string;
  /** All rows from the first on. */
  lines(): AsyncGenerator<readonly Line[]>;
  /** The same once more, which `share` knows nothing of. */
  look(): AsyncGenerator<readonly Line[]>;
  readonly notices: readonly string[];
  /** Read in an encoding of single bytes, where letters of UTF-8 would come out as pairs of strange ones. */
  readonly singleByte: boolean;
  /** What to call a column in messages. */
  title(heading: string, position: number): string;
  /** How much of it has been read, from 0 to 1. */
  share(): number;
}

/** Tells whether a row may be one of headings. */
export type MayBeHeader = (cells: readonly string[]) => boolean;

/** The table of a CSV file; its layout may name encoding and delimiter. */
export function csvSource(
  file: LocalFile,
  encoding: Encoding,
  layout: ImportLayout,
  mayBeHeader: MayBeHeader,
): TableSource {
  const head = new TextDecoder(encoding).decode(file.head);
  if (head.trim() === '') throw new ImportRefused('Файл пустой');
  const delimiter = layout.delimiter ?? recogniseDelimiter(head, mayBeHeader);
  const isUsual = layout.encoding !== undefined || encoding === 'utf-8' || encoding === 'windows-1251';
  return {
    format: 'csv',
    about: `${ENCODING_NAMES[encoding]}, разделитель «${delimiter}»`,
    lines: () => csvBatches(textOf(file, encoding), delimiter),
    look: () => csvBatches(textOf({ ...file, progress: { bytes: 0 } }, encoding), delimiter),
    notices: isUsual ? [] : [`Файл прочитан в кодировке ${ENCODING_NAMES[encoding]}`],
    singleByte: encoding !== 'utf-8',
    title: (heading, position) => heading || `столбец ${position + 1}`,
    share: () => file.progress.bytes / file.bytes,
  };
}

/** The table of a book of Excel. */
export async function sheetSource(sheets: readonly Sheet[], mayBeHeader: MayBeHeader): Promise<TableSource> {
  const { sheet, notices } = await tableSheet(sheets, mayBeHeader);
  return {
    format: 'xlsx',
    about: `Excel, лист «${sheet.name}»`,
    lines: () => evenRows(sheet),
    look: () => evenRows(sheet, { bytes: 0 }),
    notices,
    singleByte: false,
    title: columnTitle,
    share: () => shareRead([sheet]),
  };
}

/** The table of a file that is a CSV or a book of Excel. */
export async function tableSource(
  file: LocalFile,
  type: 'text' | 'zip',
  layout: ImportLayout,
  mayBeHeader: MayBeHeader,
): Promise<TableSource> {
  return type === 'text'
    ? csvSource(file, await encodingOf(file, layout), layout, mayBeHeader)
    : sheetSource(await openWorkbook(await readBook(file)), mayBeHeader);
}
