import jsqr from 'jsqr';
import { readPaymentCode } from './payment-code-reader.js';
import { readPdf } from './pdf.js';
import { pictureOf } from './pdf-picture.js';

type Picture = ReturnType<typeof pictureOf>;

/** All codes for payment of a PDF, read from its own drawing as a bank's terminal reads paper, from above. */
export function codesInPdf(bytes: Buffer): Record<string, string>[] {
  return readPdf(bytes).pages.flatMap(({ content }) => {
    const picture = pictureOf(content);
    return bands(picture).map((band) => readPaymentCode(textOf(cut(picture, band))));
  });
}

/** Rows with something black in them, in bands: a code has no row without, and a quiet zone around it. */
function bands({ data, width, height }: Picture): [from: number, until: number][] {
  const found: [number, number][] = [];
  for (let y = 0, from = -1; y <= height; y += 1) {
    const black =
      y < height && data.subarray(y * width * 4, (y + 1) * width * 4).some((value) => value < 128);
    if (black && from < 0) from = y;
    if (!black && from >= 0) {
      found.push([from, y]);
      from = -1;
    }
  }
  return found;
}

/** The band with the white around it that a person who scans leaves. */
function cut({ data, width, height }: Picture, [from, until]: [number, number]): Picture {
  const [top, end] = [Math.max(0, from - 8), Math.min(height, until + 8)];
  return { data: data.slice(top * width * 4, end * width * 4), width, height: end - top };
}

function textOf({ data, width, height }: Picture): string {
  const code = jsqr.default(data, width, height, { inversionAttempts: 'dontInvert' });
  if (!code) throw new Error('something black that no decoder reads');
  return Buffer.from(code.binaryData).toString('utf8');
}
