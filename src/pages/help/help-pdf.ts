import { buffer } from 'node:stream/consumers';
import { drawQr } from '../../core/qr.js';
import { INK, Sheet, SOFT, type Style } from '../../receipts/pdf/sheet.js';
import type { HelpSection, HelpStep, KnownPicture } from './help-text.js';

interface Printed {
  readonly title: string;
  readonly company: string;
  readonly phone: string;
  /** Where the same is read, and what that is called. */
  readonly name: string;
  readonly address: string;
  readonly at: Date;
}

const TITLE: Style = { face: 'bold', size: 22, color: INK };
const SECTION: Style = { face: 'bold', size: 15, color: INK };
const STEP: Style = { face: 'bold', size: 12, color: INK };
const TEXT: Style = { face: 'regular', size: 12, color: INK };
const SMALL: Style = { face: 'regular', size: 10, color: SOFT };

/** To be read on a wall, a picture is as wide as this and no higher than that. */
const PICTURE = { width: 330, height: 300 };
const QR_SIDE = 110;

/** The instruction as PDF: the steps with their pictures, then questions and answers. */
export async function helpPdf(
  sections: readonly HelpSection[],
  pictures: ReadonlyMap<string, KnownPicture>,
  { title, company, phone, name, address, at }: Printed,
): Promise<Buffer> {
  const sheet = new Sheet({ title, subject: address, author: company, at, tagged: true });
  const bytes = buffer(sheet.document);
  sheet.begin(title);
  sheet.tags.group('Document', () => {
    drawHead(sheet, title, { phone, name, address });
    for (const section of sections) {
      sheet.y += 10;
      if (!sheet.fits(120)) sheet.turn();
      sheet.paragraph('H2', section.title, SECTION, 6);
      for (const step of section.steps) drawStep(sheet, step, pictures);
    }
  });
  sheet.document.end();
  return bytes;
}

function drawHead(
  sheet: Sheet,
  title: string,
  { phone, name, address }: Pick<Printed, 'phone' | 'name' | 'address'>,
): void {
  const top = sheet.y;
  const lines = sheet.wrap(title, sheet.width - QR_SIDE - 20, TITLE);
  sheet.tags.leaf('H1', () => sheet.lines(lines, sheet.left, top, TITLE));
  const below = top + lines.length * sheet.lineHeight(TITLE) + 8;
  sheet.tags.leaf('P', () =>
    sheet.lines([`${name}: ${address}`, `Телефон: ${phone}`], sheet.left, below, TEXT),
  );
  sheet.tags.leaf('Figure', () => drawCode(sheet, address, top), { alt: `QR-код адреса ${address}` });
  sheet.y = top + QR_SIDE + 10;
}

/** Whoever stands before the wall points the camera of a telephone at it. */
function drawCode(sheet: Sheet, address: string, top: number): void {
  const { size, runs } = drawQr(address);
  const module = QR_SIDE / size;
  const left = sheet.left + sheet.width - QR_SIDE;
  for (const { x, y, width } of runs) {
    sheet.document.rect(left + x * module, top + y * module, width * module, module);
  }
  sheet.document.fill(INK);
}

function drawStep(
  sheet: Sheet,
  { heading, text, steps = [], keys = [], picture }: HelpStep,
  pictures: ReadonlyMap<string, KnownPicture>,
): void {
  const numbered = /^\d/.test(heading);
  if (!numbered) {
    if (!sheet.fits(60)) sheet.turn();
    sheet.paragraph('H3', heading, STEP, 2);
  }
  for (const [index, part] of text.entries()) {
    sheet.paragraph('P', numbered && index === 0 ? `${heading}. ${part}` : part, TEXT, 5);
  }
  for (const [index, part] of steps.entries()) sheet.paragraph('P', `${index + 1}. ${part}`, TEXT, 4);
  if (keys.length > 0) {
    sheet.paragraph('P', `Клавиши: ${keys.map(([key, what]) => `${key} — ${what}`).join(', ')}.`, TEXT, 5);
  }
  const known = picture && pictures.get(picture.file);
  if (known) {
    const { width, height } = fitted(known);
    if (!sheet.fits(height + 8)) sheet.turn();
    sheet.tags.leaf(
      'Figure',
      () => {
        sheet.document.image(known.bytes, sheet.left, sheet.y, { width, height });
        sheet.document.rect(sheet.left, sheet.y, width, height).lineWidth(0.5).stroke('#888888');
      },
      { alt: picture.alt },
    );
    sheet.y += height + 4;
    sheet.paragraph('Caption', picture.alt, SMALL, 8);
  }
  sheet.y += 4;
}

function fitted({ width, height }: KnownPicture): { width: number; height: number } {
  const scale = Math.min(PICTURE.width / width, PICTURE.height / height);
  return { width: width * scale, height: height * scale };
}
