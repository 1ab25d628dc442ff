import type { Fact } from '../facts.js';
import type { ReceiptView } from '../receipt-view.js';
import type { PrintedReceipt } from '../receipts.service.js';
import { drawCharges, drawChargesAsList } from './charges-drawing.js';
import { drawCode, drawFacts, drawHint, heading, type Place, type Sizes, SIZES } from './parts-drawing.js';
import { GROUND, type Sheet, SOFT, type Style } from './sheet.js';
import { drawSlips } from './slips-drawing.js';

/** Draws one receipt, beginning a new sheet: one sheet of A4 for a usual receipt, more for a long or a large one. */
export function drawReceipt(sheet: Sheet, printed: PrintedReceipt, large: boolean): void {
  const { receipt, view, qr, slips } = printed;
  const sizes = large ? SIZES.large : view.slipsNote ? SIZES.slips : SIZES.usual;
  const text: Style = { face: 'regular', size: sizes.text };
  sheet.begin(`${view.title}, лицевой счет ${receipt.account}, продолжение`);
  sheet.tags.group('Document', () => {
    sheet.paragraph('H1', view.title, { face: 'bold', size: sizes.title });
    sheet.paragraph('P', view.subtitle, { ...text, color: SOFT }, view.mark ? 2 : sizes.gap);
    if (view.mark) sheet.paragraph('P', view.mark, { ...text, face: 'bold' }, sizes.gap);
    drawParties(sheet, view, sizes, large);
    drawPayment(sheet, view, qr, sizes, large);
    if (view.slipsNote) drawSlips(sheet, slips, view.slipsNote, sizes, large);
    if (view.charges) {
      sheet.y += sizes.gap;
      if (large) drawChargesAsList(sheet, view.charges, sizes.text);
      else drawCharges(sheet, view.charges, sizes);
      sheet.y += sizes.gap;
    }
    drawEnd(sheet, view, sizes);
  });
}

/** Payer and executor: two columns, or one under the other in large print. */
function drawParties(sheet: Sheet, view: ReceiptView, sizes: Sizes, large: boolean): void {
  heading(sheet, 'Сведения о плательщике и исполнителе услуг', sizes);
  if (large) {
    drawFacts(sheet, view.payer, { x: sheet.left, width: sheet.width }, sizes);
    sheet.y += sizes.gap / 2;
    drawFacts(sheet, view.executor, { x: sheet.left, width: sheet.width }, sizes);
  } else {
    const half = (sheet.width - 16) / 2;
    const top = sheet.y;
    drawFacts(sheet, view.payer, { x: sheet.left, width: half }, sizes);
    const payerEnd = sheet.y;
    sheet.y = top;
    drawFacts(sheet, view.executor, { x: sheet.left + half + 16, width: half }, sizes);
    sheet.y = Math.max(sheet.y, payerEnd);
  }
  sheet.y += sizes.gap;
}

/** Requisites and the way to the total, with the code for payment on the right. */
function drawPayment(
  sheet: Sheet,
  view: ReceiptView,
  qr: PrintedReceipt['qr'],
  sizes: Sizes,
  large: boolean,
): void {
  if (!sheet.fits(view.slipsNote ? sizes.slip : sizes.payment)) sheet.turn();
  heading(sheet, 'Информация для внесения платы', sizes);
  const top = sheet.y;
  const beside = qr ? sizes.qr + 14 : 0;
  const place = { x: sheet.left, width: sheet.width - beside };
  if (view.payee.length > 0) drawFacts(sheet, view.payee, place, sizes);
  let codeEnd = top;
  if (qr) {
    const x = sheet.left + sheet.width - sizes.qr;
    drawCode(sheet, qr, { x, y: top, side: sizes.qr }, 'QR-код для оплаты');
    codeEnd = top + sizes.qr + 3;
    // Large letters would be too wide for the narrow column under the code.
    if (large) sheet.y = drawHint(sheet, view.hint, place, sheet.y + sizes.gap / 2, sizes);
    else codeEnd = drawHint(sheet, view.hint, { x, width: sizes.qr }, codeEnd, sizes);
  }
  const requisitesEnd = sheet.y;
  // In large print the sums need the whole width.
  sheet.y = (large ? Math.max(requisitesEnd, codeEnd) : requisitesEnd) + sizes.gap / 2;
  const below = large ? { x: sheet.left, width: sheet.width } : place;
  drawSums(sheet, view.steps, below, sizes);
  drawTotal(sheet, view, below, sizes);
  sheet.y = Math.max(sheet.y, codeEnd);
}

function drawSums(sheet: Sheet, sums: readonly Fact[], { x, width }: Place, sizes: Sizes): void {
  const style: Style = { face: 'regular', size: sizes.text };
  for (const { label, value } of sums) {
    const sumWidth = sheet.textWidth(value, style);
    const labels = sheet.wrap(label, width - sumWidth - 10, style);
    const height = labels.length * sheet.lineHeight(style) + 3;
    if (!sheet.fits(height)) sheet.turn();
    sheet.tags.leaf('P', () => {
      sheet.lines(labels, x, sheet.y + 1.5, style);
      const last = sheet.y + 1.5 + (labels.length - 1) * sheet.lineHeight(style);
      sheet.lines([value], x, last, style, { width });
    });
    sheet.y += height;
    sheet.tags.artifact(() => sheet.rule(sheet.y, x, width));
  }
}

function drawTotal(sheet: Sheet, view: ReceiptView, { x, width }: Place, sizes: Sizes): void {
  const strong: Style = { face: 'bold', size: sizes.total };
  const words: Style = { face: 'regular', size: sizes.text };
  const note = [view.due, view.noCode].filter(Boolean).join('. ');
  const notes = note ? sheet.wrap(note, width - 12, words) : [];
  const total = `${view.total.label}: ${view.total.value}`;
  const totals = sheet.wrap(total, width - 12, strong);
  const height = totals.length * sheet.lineHeight(strong) + notes.length * sheet.lineHeight(words) + 10;
  if (!sheet.fits(height + 4)) sheet.turn();
  sheet.y += 4;
  const top = sheet.y;
  sheet.tags.artifact(() => sheet.document.rect(x, top, width, height).fill(GROUND));
  sheet.tags.leaf('P', () => sheet.lines(totals, x + 6, top + 5, strong));
  if (notes.length > 0) {
    const noteTop = top + 5 + totals.length * sheet.lineHeight(strong);
    sheet.tags.leaf('P', () => sheet.lines(notes, x + 6, noteTop, words));
  }
  sheet.y = top + height;
}

/** Recalculations, what is for reference, and the parts that are told in words. */
function drawEnd(sheet: Sheet, view: ReceiptView, sizes: Sizes): void {
  const text: Style = { face: 'regular', size: sizes.text };
  const room = sheet.lineHeight({ face: 'bold', size: sizes.heading }) + 3 * sheet.lineHeight(text);
  if (view.recalculations.length > 0) {
    if (!sheet.fits(room)) sheet.turn();
    heading(sheet, 'Сведения о перерасчётах (доначисления +, уменьшения −)', sizes);
    for (const { service, reason, sum } of view.recalculations) {
      sheet.paragraph('P', `${service}: ${sum} ₽, ${reason}`, text, 1);
    }
    sheet.y += sizes.gap;
  }
  for (const { title, items, note } of view.sections) {
    if (!sheet.fits(room)) sheet.turn();
    heading(sheet, title, sizes);
    for (const item of items) sheet.paragraph('P', item, text, 1);
    if (note) sheet.paragraph('P', note, { ...text, color: SOFT });
    sheet.y += sizes.gap;
  }
  if (view.hasReference) {
    if (!sheet.fits(room)) sheet.turn();
    heading(sheet, 'Справочная информация', sizes);
    if (view.reference.length > 0) {
      drawFacts(sheet, view.reference, { x: sheet.left, width: sheet.width }, sizes);
    }
    if (view.reference.length > 0 && view.services.length > 0) sheet.y += sizes.gap / 2;
    for (const told of view.services) sheet.paragraph('P', told, text, 2);
  }
}
