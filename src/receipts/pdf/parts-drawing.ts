import type { QrDrawing } from '../../core/qr.js';
import type { Fact } from '../facts.js';
import { INK, type Sheet, SOFT, type Style } from './sheet.js';

/** A column of facts or sums. */
export interface Place {
  readonly x: number;
  readonly width: number;
}

/** Sizes in points, of type and of what the part about payment needs on one sheet: large print is for those who do not see well. */
const USUAL = {
  ...{ text: 8, small: 7, heading: 9, title: 15, total: 13 },
  ...{ qr: 130, payment: 300, slip: 130, gap: 7, row: 2.5 },
};
export const SIZES = {
  usual: USUAL,
  /** Of a receipt for several recipients: with a slip for each it would go over the end of a sheet by some lines. */
  slips: { ...USUAL, gap: 5, row: 1.5 },
  large: {
    text: 14,
    small: 14,
    heading: 15,
    title: 22,
    total: 20,
    qr: 150,
    payment: 250,
    slip: 250,
    gap: 11,
    row: 2.5,
  },
};
export type Sizes = (typeof SIZES)['usual'];

/** Draws names and what they are, one under the other. */
export function drawFacts(sheet: Sheet, facts: readonly Fact[], { x, width }: Place, sizes: Sizes): void {
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

/** Draws what to do with the code, and gives where that ends. */
export function drawHint(sheet: Sheet, text: string, { x, width }: Place, y: number, sizes: Sizes): number {
  const style: Style = { face: 'regular', size: sizes.small };
  const lines = sheet.wrap(text, width, style);
  sheet.tags.leaf('P', () => sheet.lines(lines, x, y, style));
  return y + lines.length * sheet.lineHeight(style);
}

/** Draws a code as a picture that those who listen are told of. */
export function drawCode(
  sheet: Sheet,
  qr: QrDrawing,
  { x, y, side }: { readonly x: number; readonly y: number; readonly side: number },
  alt: string,
): void {
  const { document } = sheet;
  const draw = (): void => {
    document.save();
    document.translate(x, y).scale(side / qr.size);
    // A path would be drawn as well, and make the file three times as long.
    for (const run of qr.runs) document.rect(run.x, run.y, run.width, 1);
    document.fill(INK);
    document.restore();
  };
  sheet.tags.leaf('Figure', draw, { alt });
}

/** Draws the heading of a part. */
export function heading(sheet: Sheet, text: string, sizes: Sizes): void {
  sheet.paragraph('H2', text, { face: 'bold', size: sizes.heading }, 2);
}
