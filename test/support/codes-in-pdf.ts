import jsqr from 'jsqr';
import { readPaymentCode } from './payment-code-reader.js';
import { readPdf } from './pdf.js';
import { pictureOf } from './pdf-picture.js';

type Picture = ReturnType<typeof pictureOf>;

/** All codes for payment of a PDF, read from its own drawing as a bank's terminal reads paper, from above. */
export function codesInPdf(bytes: Buffer): Record<string, string>[] {
  return readPdf(bytes).pages.flatMap(({ content }) => {
    return (codesAt(content) ?? codesAt(content, FINER) ?? unreadable()).map(readPaymentCode);
  });
}

/** Dots without shades may hide a line of modules; then dots as a printer of an office has at the least. */
const FINER = 3;

/** The texts of all codes of a page; undefined where the decoder does not find one. */
function codesAt(content: string, dots?: number): string[] | undefined {
  const picture = pictureOf(content, dots);
  const texts = bands(picture).map((band) => textOf(cut(picture, band)));
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function unreadable(): never {
  throw new Error('something black that no decoder reads');
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

function textOf({ data, width, height }: Picture): string | undefined {
  const code = jsqr.default(data, width, height, { inversionAttempts: 'dontInvert' });
  return code ? Buffer.from(code.binaryData).toString('utf8') : undefined;
}
