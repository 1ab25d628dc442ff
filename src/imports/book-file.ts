import { readFile } from 'node:fs/promises';
import type { Line } from './csv-lines.js';
import type { FileType } from './file-type.js';
import { ImportRefused } from './import-refused.js';
import type { LocalFile } from './local-file.js';
import { shareRead, type Sheet } from './workbook.js';

/** A book is read as a whole, ten times its size in the memory. */
const MAX_BOOK_BYTES = 64 * 1024 * 1024;

/** The bytes of a book of Excel. */
export async function readBook(file: LocalFile): Promise<Buffer> {
  if (file.bytes > MAX_BOOK_BYTES) {
    throw new ImportRefused(
      `Книга Excel больше ${MAX_BOOK_BYTES / 1024 / 1024} МБ. Сохраните её как CSV или разделите на несколько`,
    );
  }
  return readFile(file.path);
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

/** A book with a password is an old container with a stream of this name inside (MS-OFFCRYPTO 2.3.4.4). */
async function oldBook(file: LocalFile): Promise<string> {
  const content = file.bytes > MAX_BOOK_BYTES ? file.head : await readFile(file.path);
  return content.includes(Buffer.from('EncryptedPackage', 'utf16le'))
    ? 'Книга Excel защищена паролем. Откройте её, снимите пароль и сохраните снова'
    : 'Это книга Excel старого вида (XLS). Откройте её в Excel и сохраните как XLSX или CSV';
}

/** The first sheet of a book that is not empty, what is to be said of the others, and how much of it has been read. */
export async function onlySheet(
  sheets: readonly Sheet[],
): Promise<{ lines: AsyncGenerator<Line[]>; notices: readonly string[]; share: () => number }> {
  const filled: Sheet[] = [];
  for (const sheet of sheets) if (await isFilled(sheet)) filled.push(sheet);
  const [sheet, ...others] = filled;
  if (!sheet) throw new ImportRefused('В книге Excel нет ни одной заполненной строки');
  const notices =
    others.length === 0 ? [] : [`Прочитан только лист «${sheet.name}», остальные листы не загружаются`];
  return { lines: evenRows(sheet), notices, share: () => shareRead([sheet]) };
}

async function isFilled(sheet: Sheet): Promise<boolean> {
  for await (const lines of sheet.rows()) if (lines.length > 0) return true;
  return false;
}

/** Rows of a book end with their last value; here they are as long as the longest above them. */
async function* evenRows(sheet: Sheet): AsyncGenerator<Line[]> {
  let width = 0;
  for await (const lines of sheet.rows()) {
    for (const line of lines) width = Math.max(width, line.cells.length);
    yield lines.map(({ row, cells }) => ({ row, cells: padded(cells, width) }));
  }
}

function padded(cells: readonly string[], width: number): readonly string[] {
  return cells.length < width ? [...cells, ...Array<string>(width - cells.length).fill('')] : cells;
}
