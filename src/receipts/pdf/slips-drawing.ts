import type { Slip } from '../receipts.service.js';
import type { SlipsNote } from '../slip-view.js';
import { drawCode, drawFacts, drawHint, heading, type Place, type Sizes } from './parts-drawing.js';
import type { Sheet, Style } from './sheet.js';

/** The side of a code, in points (30 mm): a bank's terminal reads it from paper, and two slips fit beside the charges. */
const CODE = { usual: 84, large: 150 };
const BETWEEN = 14;

/** Draws one slip for each recipient, with its own sum and code; a slip is never torn. */
export function drawSlips(
  sheet: Sheet,
  slips: readonly Slip[],
  { title, text }: SlipsNote,
  sizes: Sizes,
  large: boolean,
): void {
  const side = large ? CODE.large : CODE.usual;
  sheet.y += sizes.gap;
  if (!sheet.fits(side + 5 * sizes.text)) sheet.turn();
  heading(sheet, title, sizes);
  sheet.paragraph('P', text, { face: 'regular', size: sizes.text }, sizes.gap / 2);
  for (const slip of slips) drawSlip(sheet, slip, sizes, side);
}

function drawSlip(sheet: Sheet, { view, qr }: Slip, sizes: Sizes, side: number): void {
  const style: Style = { face: 'regular', size: sizes.text };
  const strong: Style = { face: 'bold', size: (sizes.text + sizes.total) / 2 };
  const place: Place = { x: sheet.left, width: sheet.width - side - BETWEEN };
  const needed = Math.max(side, (view.payee.length + 4) * sheet.lineHeight(style)) + sizes.gap;
  if (!sheet.fits(needed)) sheet.turn();
  sheet.tags.artifact(() => sheet.rule(sheet.y));
  sheet.y += sizes.gap / 2;
  const top = sheet.y;
  drawFacts(sheet, view.payee, place, sizes);
  sheet.y += 2;
  const sum = sheet.wrap(`${view.sum.label}: ${view.sum.value}`, place.width, strong);
  sheet.tags.leaf('P', () => sheet.lines(sum, place.x, sheet.y, strong));
  sheet.y += sum.length * sheet.lineHeight(strong);
  if (view.noCode) sheet.y = drawHint(sheet, view.noCode, place, sheet.y, sizes);
  if (qr) {
    const at = { x: sheet.left + sheet.width - side, y: top, side };
    drawCode(sheet, qr, at, `QR-код для оплаты, получатель ${view.title}, ${view.sum.value}`);
    sheet.y = Math.max(sheet.y, top + side);
  }
  sheet.y += sizes.gap / 2;
}
