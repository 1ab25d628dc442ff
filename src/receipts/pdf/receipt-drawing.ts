import type { Fact, ReceiptView } from '../receipt-view.js';
import type { PrintedReceipt } from '../receipts.service.js';
import { drawCharges, drawChargesAsList } from './charges-drawing.js';
import { GROUND, INK, type Sheet, SOFT, type Style } from './sheet.js';

/** A column of facts or sums. */
interface Place {
  readonly x: number;
  readonly width: number;
}

/** Sizes in points, of type and of what the part about payment needs on one sheet: large print is for those who do not see well. */
const SIZES = {
  usual: { text: 8, small: 7, heading: 9, title: 15, total: 13, qr: 130, payment: 300, gap: 7 },
  large: { text: 14, small: 14, heading: 15, title: 22, total: 20, qr: 150, payment: 250, gap: 11 },
};
type Sizes = (typeof SIZES)['usual'];

/** Draws one receipt, beginning a new sheet: one sheet of A4 for a usual receipt, more for a long or a large one. */
export function drawReceipt(sheet: Sheet, { receipt, view, qr }: PrintedReceipt, large: boolean): void {
  const sizes = large ? SIZES.large : SIZES.usual;
  const text: Style = { face: 'regular', size: sizes.text };
  sheet.begin(`${view.title}, лицевой счет ${receipt.account}, продолжение`);
  sheet.tags.group('Document', () => {
    sheet.paragraph('H1', view.title, { face: 'bold', size: sizes.title });
    sheet.paragraph('P', view.subtitle, { ...text, color: SOFT }, view.mark ? 2 : sizes.gap);
    if (view.mark) sheet.paragraph('P', view.mark, { ...text, face: 'bold' }, sizes.gap);
    drawParties(sheet, view, sizes, large);
    drawPayment(sheet, view, qr, sizes, large);
    if (view.charges) {
      sheet.y += sizes.gap;
      if (large) drawChargesAsList(sheet, view.charges, sizes.text);
      else drawCharges(sheet, view.charges, sizes.small);
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
  if (!sheet.fits(sizes.payment)) sheet.turn();
  heading(sheet, 'Информация для внесения платы', sizes);
  const top = sheet.y;
  const beside = qr ? sizes.qr + 14 : 0;
  const place = { x: sheet.left, width: sheet.width - beside };
  drawFacts(sheet, view.payee, place, sizes);
  let codeEnd = top;
  if (qr) {
    const x = sheet.left + sheet.width - sizes.qr;
    sheet.tags.leaf('Figure', () => drawCode(sheet, qr, x, top, sizes.qr), { alt: 'QR-код для оплаты' });
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

function drawFacts(sheet: Sheet, facts: readonly Fact[], { x, width }: Place, sizes: Sizes): void {
  const label: Style = { face: 'regular', size: sizes.text, color: SOFT };
  const value: Style = { face: 'regular', size: sizes.text };
  const indent = Math.min(
    width * 0.4,
    Math.max(...facts.map((fact) => sheet.textWidth(`${fact.label}: `, label))) + 3,
  );
  for (const fact of facts) {
    const labels = sheet.wrap(`${fact.label}:`, indent - 3, label);
    const values = sheet.wrap(fact.value, width - indent, value);
    const height = Math.max(labels.length, values.length) * sheet.lineHeight(value);
    if (!sheet.fits(height)) sheet.turn();
    sheet.tags.leaf('P', () => {
      sheet.lines(labels, x, sheet.y, label);
      sheet.lines(values, x + indent, sheet.y, value);
    });
    sheet.y += height;
  }
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

/** Draws what to do with the code, and gives where that ends. */
function drawHint(sheet: Sheet, text: string, { x, width }: Place, y: number, sizes: Sizes): number {
  const style: Style = { face: 'regular', size: sizes.small };
  const lines = sheet.wrap(text, width, style);
  sheet.tags.leaf('P', () => sheet.lines(lines, x, y, style));
  return y + lines.length * sheet.lineHeight(style);
}

function drawCode(
  sheet: Sheet,
  qr: NonNullable<PrintedReceipt['qr']>,
  x: number,
  y: number,
  side: number,
): void {
  const { document } = sheet;
  document.save();
  document.translate(x, y).scale(side / qr.size);
  // A path would be drawn as well, and make the file three times as long.
  for (const run of qr.runs) document.rect(run.x, run.y, run.width, 1);
  document.fill(INK);
  document.restore();
}

/** Recalculations and penalties. */
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
  if (view.penalties) {
    if (!sheet.fits(room)) sheet.turn();
    heading(sheet, 'Информация о неустойке (пенях)', sizes);
    sheet.paragraph('P', view.penalties, text);
  }
}

function heading(sheet: Sheet, text: string, sizes: Sizes): void {
  sheet.paragraph('H2', text, { face: 'bold', size: sizes.heading }, 2);
}
