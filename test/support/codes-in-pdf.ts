import jsqr from 'jsqr';
import { readPaymentCode } from './payment-code-reader.js';
import { readPdf } from './pdf.js';
import { pictureOf } from './pdf-picture.js';

/** All codes for payment of a PDF, read from its own drawing as a bank's terminal reads paper, in their order. */
export function codesInPdf(bytes: Buffer): Record<string, string>[] {
  return readPdf(bytes).pages.flatMap(({ content }) => codesOf(pictureOf(content)).map(readPaymentCode));
}

/** The decoder finds one at a time: what was read is painted over. */
function codesOf({
  data,
  width,
  height,
}: {
  data: Uint8ClampedArray;
  width: number;
  height: number;
}): string[] {
  const found: { top: number; text: string }[] = [];
  for (;;) {
    const code = jsqr.default(data, width, height, { inversionAttempts: 'dontInvert' });
    if (!code) return found.sort((one, other) => one.top - other.top).map(({ text }) => text);
    const { topLeftCorner, bottomRightCorner } = code.location;
    const top = Math.floor(topLeftCorner.y) - 2;
    found.push({ top, text: Buffer.from(code.binaryData).toString('utf8') });
    for (let y = top; y <= bottomRightCorner.y + 2; y += 1) {
      const [from, until] = [Math.floor(topLeftCorner.x) - 2, Math.ceil(bottomRightCorner.x) + 2];
      data.fill(255, (y * width + from) * 4, (y * width + until) * 4);
    }
  }
}
