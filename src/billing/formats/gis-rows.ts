import { squeezed } from '../../imports/cells.js';
import { columnLetters } from '../../imports/column-letters.js';
import type { Line } from '../../imports/csv-lines.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { Sheet } from '../../imports/workbook.js';
import type { ReadRow } from './billing-records.js';
import type { GisSheet } from './gis-columns.js';

/** Reads the rows of data of a sheet; refuses one whose headings say that its columns stand elsewhere. */
export async function* rowsBelow(
  sheet: Sheet,
  { first, signs }: GisSheet<string>,
  read: (line: Line) => readonly ReadRow[],
): AsyncGenerator<readonly ReadRow[]> {
  const headings: Line[] = [];
  for await (const lines of sheet.rows()) {
    const above = lines.filter(({ row }) => row < first);
    headings.push(...above);
    if (above.length < lines.length) signs.forEach((sign) => refuseMoved(sheet, headings, sign));
    yield lines.slice(above.length).flatMap(read);
  }
}

function refuseMoved(
  sheet: Sheet,
  headings: readonly Line[],
  [column, word]: readonly [column: number, word: string],
): void {
  const above = headings
    .map(({ cells }) => cells[column] ?? '')
    .join(' ')
    .trim();
  if (above === '' || squeezed(above).includes(word)) return;
  throw new ImportRefused(
    `Шаблон ГИС ЖКХ другой версии: на листе «${sheet.name}» в столбце ${columnLetters(column)} стоит «${above.slice(0, 80)}»`,
  );
}
