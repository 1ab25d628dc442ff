import { onlySheet } from '../../imports/book-file.js';
import { columnTitle } from '../../imports/column-letters.js';
import { openWorkbook } from '../../imports/workbook.js';
import { isGisTemplate, openGis } from './gis.js';
import { type OpenedFile, openNeutral } from './neutral.js';
import type { ExchangeFile } from './billing-records.js';

/** Opens a book of Excel: the template of ГИС ЖКХ, or a table of the neutral format on the first sheet that is not empty. */
export async function openBook(file: OpenedFile, book: Buffer): Promise<ExchangeFile> {
  const sheets = await openWorkbook(book);
  if (isGisTemplate(sheets)) return openGis(file, sheets);
  const { lines, notices, share } = await onlySheet(sheets);
  return { ...(await openNeutral(file, { format: 'xlsx', lines, notices, title: columnTitle })), share };
}
