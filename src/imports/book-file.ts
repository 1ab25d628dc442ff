import { readFile } from 'node:fs/promises';
import { ofWidth } from './cells.js';
import type { Line } from './csv-lines.js';
import { HEADER_SEARCH } from './delimiter.js';
import type { FileType } from './file-type.js';
import { ImportRefused } from './import-refused.js';
import { type LocalFile, refuseChanged } from './local-file.js';
import type { Sheet } from './workbook.js';

/** A book is read as a whole, ten times its size in the memory. */
const MAX_BOOK_BYTES = 64 * 1024 * 1024;

/** The bytes of a book of Excel. */
export async function readBook(file: LocalFile): Promise<Buffer> {
  if (file.bytes > MAX_BOOK_BYTES) {
    throw new ImportRefused(
      `Книга Excel больше ${MAX_BOOK_BYTES / 1024 / 1024} МБ. Сохраните её как CSV или разделите на несколько`,
    );
  }
  const book = await readFile(file.path);
  await refuseChanged(file);
  return book;
}

/** Tells why a file of another kind cannot be read; `advice` is what to load instead. */
export async function refuseFile(
  file: LocalFile,
  type: Exclude<FileType, 'zip' | 'text'>,
  advice: string,
): Promise<never> {
  const refused: Readonly<Record<typeof type, string>> = {
    ole: type === 'ole' ? await oldBook(file) : '',
    pdf: `Это документ PDF: из него нельзя взять данные. ${advice}`,
    image: `Это картинка: из неё нельзя взять данные. ${advice}`,
    archive: 'Это архив. Распакуйте его и загрузите файл из него',
    'utf-16': 'Файл в кодировке UTF-16. Сохраните его как «CSV UTF-8»',
    binary: `Это не таблица и не текст. ${advice}`,
  };
  throw new ImportRefused(refused[type]);
}

/** Refuses pages and old books of XML that programs write under the name of a book of Excel. */
export function refuseMarkup(head: Buffer): void {
  const text = head
    .toString('latin1')
    .replace(/^\xef\xbb\xbf/, '')
    .trimStart()
    .slice(0, 4096)
    .toLowerCase();
  const save = 'Откройте её в Excel и сохраните как «Книга Excel (.xlsx)»';
  if (/^(?:<!doctype html|<html|<head|<table|<meta)/.test(text)) {
    throw new ImportRefused(
      `Это страница HTML, названная книгой Excel: так выгружают некоторые программы. ${save}`,
    );
  }
  if (text.startsWith('<?xml') && text.includes('office:spreadsheet')) {
    throw new ImportRefused(`Это книга «Таблица XML 2003». ${save}`);
  }
}

/** A book with a password is an old container with a stream of this name inside (MS-OFFCRYPTO 2.3.4.4). */
async function oldBook(file: LocalFile): Promise<string> {
  const content = file.bytes > MAX_BOOK_BYTES ? file.head : await readFile(file.path);
  return content.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? 'Книга Excel защищена паролем. Откройте её, снимите пароль и сохраните снова'
    : 'Это книга Excel старого вида (XLS). Откройте её в Excel и сохраните как XLSX или CSV';
}

/**
 * The sheet of a book that has the table: the only visible one that is filled, or the only one with headings. Sheets that
 * are hidden hold lists and former months.
 */
export async function tableSheet(
  sheets: readonly Sheet[],
  mayBeHeader: (cells: readonly string[]) => boolean,
): Promise<{ sheet: Sheet; notices: readonly string[] }> {
  const filled: { sheet: Sheet; fits: boolean }[] = [];
  for (const sheet of sheets.filter(({ isHidden }) => !isHidden)) {
    const first = await firstRows(sheet);
    if (first.length > 0) filled.push({ sheet, fits: first.some(({ cells }) => mayBeHeader(cells)) });
  }
  const fitting = filled.filter(({ fits }) => fits);
  if (fitting.length > 1) {
    const names = fitting.map(({ sheet }) => `«${sheet.name}»`).join(', ');
    throw new ImportRefused(
      `В книге несколько листов с такими столбцами: ${names}. Какой из них загружать? Оставьте его, а остальные скройте или удалите`,
    );
  }
  const chosen = fitting[0] ?? filled[0];
  if (!chosen) {
    const isHidden = sheets.some((sheet) => sheet.isHidden);
    throw new ImportRefused(
      `В книге Excel нет ни одной заполненной строки${isHidden ? ' на листах, которые не скрыты' : ''}`,
    );
  }
  const { sheet } = chosen;
  const notices =
    sheets.length === 1 ? [] : [`Прочитан только лист «${sheet.name}», остальные листы не загружаются`];
  return { sheet, notices };
}

async function firstRows(sheet: Sheet): Promise<Line[]> {
  const first: Line[] = [];
  for await (const lines of sheet.rows()) {
    first.push(...lines);
    if (first.length >= HEADER_SEARCH) break;
  }
  return first.slice(0, HEADER_SEARCH);
}

/** Rows of a book end with their last value; here they are as long as the longest above them. */
export async function* evenRows(sheet: Sheet, told = sheet.progress): AsyncGenerator<Line[]> {
  let width = 0;
  for await (const lines of sheet.rows(told)) {
    for (const line of lines) width = Math.max(width, line.cells.length);
    yield lines.map(({ row, cells }) => ({ row, cells: ofWidth(cells, width) }));
  }
}
