import { evenRows, readBook, tableSheet } from './book-file.js';
import { columnTitle } from './column-letters.js';
import { csvBatches, type Line } from './csv-lines.js';
import { type Delimiter, recogniseDelimiter } from './delimiter.js';
import { type Encoding, ENCODING_NAMES } from './encoding.js';
import { ImportRefused } from './import-refused.js';
import { encodingOf, type LocalFile, textOf } from './local-file.js';
import { openWorkbook, type Sheet, shareRead } from './workbook.js';

/** A table of a file, wherever it comes from, before its headings are read. */
export interface TableSource {
  readonly format: 'csv' | 'xlsx';
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

/** What of a text is known beforehand. */
export interface TextLayout {
  readonly encoding: Encoding;
  readonly delimiter?: Delimiter | undefined;
  /** The encoding was recognised by the letters: whoever loads the file is told of an unusual one. */
  readonly isGuess: boolean;
}

/** Tells whether a row may be one of headings. */
export type MayBeHeader = (cells: readonly string[]) => boolean;

/** The table of a CSV file. */
export function csvSource(file: LocalFile, layout: TextLayout, mayBeHeader: MayBeHeader): TableSource {
  const { encoding } = layout;
  const head = new TextDecoder(encoding).decode(file.head);
  if (head.trim() === '') throw new ImportRefused('Файл пустой');
  const delimiter = layout.delimiter ?? recogniseDelimiter(head, mayBeHeader);
  const isUsual = !layout.isGuess || encoding === 'utf-8' || encoding === 'windows-1251';
  return {
    format: 'csv',
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
  mayBeHeader: MayBeHeader,
): Promise<TableSource> {
  return type === 'text'
    ? csvSource(file, { encoding: await encodingOf(file), isGuess: true }, mayBeHeader)
    : sheetSource(await openWorkbook(await readBook(file)), mayBeHeader);
}
