import { buffer } from 'node:stream/consumers';
import { Sheet, SOFT, type Style } from '../receipts/pdf/sheet.js';
import type { HeldSectionText } from './held-text.js';

const TEXT: Style = { face: 'regular', size: 10 };
const HEAD: Style = { face: 'bold', size: 10 };
const NOTE: Style = { face: 'regular', size: 9, color: SOFT };
const GAP = 6;

/** Words above and between the parts of a paper about a resident. */
export interface PaperText {
  readonly title: string;
  readonly subject: string;
  readonly above: readonly string[];
  readonly sections: readonly HeldSectionText[];
  readonly below: readonly string[];
}

/** A paper of titles and lines as PDF. */
export function linesPdf(paper: PaperText, author: string, at: Date): Promise<Buffer> {
  const sheet = new Sheet({ title: paper.title, subject: paper.subject, author, at, tagged: true });
  const bytes = buffer(sheet.document);
  sheet.begin(`${paper.title}, продолжение`);
  sheet.tags.group('Document', () => {
    sheet.paragraph('H1', paper.title, { face: 'bold', size: 18 }, GAP / 2);
    sheet.paragraph('P', paper.subject, { ...TEXT, color: SOFT }, GAP);
    for (const text of paper.above) sheet.paragraph('P', text, TEXT, GAP / 2);
    for (const section of paper.sections) drawSection(sheet, section);
    sheet.y += 2 * GAP;
    for (const text of paper.below) sheet.paragraph('P', text, TEXT, GAP);
  });
  sheet.document.end();
  return bytes;
}

function drawSection(sheet: Sheet, { title, rows, lines, note }: HeldSectionText): void {
  sheet.y += 2 * GAP;
  // a title does not stand alone at the end of a sheet
  if (!sheet.fits(60)) sheet.turn();
  sheet.paragraph('H2', title, { face: 'bold', size: 13 }, GAP / 2);
  for (const text of lines) sheet.paragraph('P', text, TEXT, GAP / 3);
  for (const { head, short, long } of rows) {
    if (!sheet.fits(30)) sheet.turn();
    sheet.paragraph('P', head, HEAD);
    if (short !== '') sheet.paragraph('P', short, TEXT);
    for (const text of long) sheet.paragraph('P', text, TEXT);
    sheet.y += GAP;
  }
  if (note !== '') sheet.paragraph('P', note, NOTE, GAP / 2);
}
