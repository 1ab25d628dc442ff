import { buffer } from 'node:stream/consumers';
import { drawCharges } from '../pdf/charges-drawing.js';
import { Sheet, SOFT } from '../pdf/sheet.js';
import type { PaperView } from './paper-view.js';

const TEXT = 11;
const TABLE = 9;
const ROW = 2.5;
const GAP = 8;

/** A paper as PDF; the same facts and moment give the same bytes. */
export async function paperPdf(view: PaperView, author: string, at: Date): Promise<Buffer> {
  const sheet = new Sheet({ title: view.title, subject: view.day, author, at, tagged: true });
  const bytes = buffer(sheet.document);
  sheet.begin(`${view.title}, продолжение`);
  sheet.tags.group('Document', () => {
    sheet.paragraph('H1', view.title, { face: 'bold', size: 18 });
    sheet.paragraph('P', view.day, { face: 'regular', size: TEXT, color: SOFT }, GAP);
    for (const line of view.above) sheet.paragraph('P', line, { face: 'regular', size: TEXT }, GAP / 2);
    for (const { title, table } of view.tables) {
      sheet.y += GAP;
      sheet.paragraph('H2', title, { face: 'bold', size: TEXT }, GAP / 2);
      drawCharges(sheet, table, { small: TABLE, row: ROW });
    }
    sheet.y += 2 * GAP;
    for (const line of view.below) sheet.paragraph('P', line, { face: 'regular', size: TEXT }, GAP);
  });
  sheet.document.end();
  return bytes;
}
