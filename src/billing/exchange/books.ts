import type { Line } from '../../platform/files/csv-lines.js';
import { ImportRefused } from '../../platform/files/import-refused.js';
import { columnLetters } from '../../platform/files/column-letters.js';
import { openWorkbook, shareRead, type Sheet } from '../../platform/files/workbook.js';
import { isGisTemplate, openGis } from './gis.js';
import { type OpenedFile, openNeutral } from './neutral.js';
import type { ExchangeFile } from './records.js';

/** Opens a book of Excel: the template of ГИС ЖКХ, or a table of the neutral format on the first sheet that is not empty. */
export async function openBook(file: OpenedFile, book: Buffer): Promise<ExchangeFile> {
  const sheets = await openWorkbook(book);
  if (isGisTemplate(sheets)) return openGis(file, sheets);
  const filled: Sheet[] = [];
  for (const sheet of sheets) if (await isFilled(sheet)) filled.push(sheet);
  const [sheet, ...others] = filled;
  if (!sheet) throw new ImportRefused('В книге Excel нет ни одной заполненной строки');
  const notices =
    others.length === 0 ? [] : [`Прочитан только лист «${sheet.name}», остальные листы не загружаются`];
  const title = (heading: string, position: number) =>
    `${heading === '' ? '' : `${heading}, `}столбец ${columnLetters(position)}`;
  const table = await openNeutral(file, { format: 'xlsx', lines: evenRows(sheet), notices, title });
  return { ...table, share: () => shareRead([sheet]) };
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
