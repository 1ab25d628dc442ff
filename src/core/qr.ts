import { createRequire } from 'node:module';

/** A QR code as its dark modules, in runs of a row. */
export interface QrDrawing {
  /** With the quiet zone of four modules that ISO 18004 demands. */
  readonly size: number;
  readonly runs: readonly { readonly x: number; readonly y: number; readonly width: number }[];
  /** The same as one SVG path. */
  readonly path: string;
}

const QUIET_ZONE = 4;
const require = createRequire(import.meta.url);

/** Draws a QR code; as bytes throughout, since readers guess the alphabet of each part anew. */
export function drawQr(text: string): QrDrawing {
  // At the first code: most processes draw none.
  const { create } = require('qrcode') as typeof import('qrcode');
  const { modules } = create([{ data: Buffer.from(text), mode: 'byte' }], {
    errorCorrectionLevel: 'M',
  });
  const runs: { x: number; y: number; width: number }[] = [];
  for (let row = 0; row < modules.size; row += 1) {
    for (let column = 0; column < modules.size; column += 1) {
      const from = column;
      while (column < modules.size && modules.get(row, column)) column += 1;
      if (column > from) runs.push({ x: from + QUIET_ZONE, y: row + QUIET_ZONE, width: column - from });
    }
  }
  return {
    size: modules.size + 2 * QUIET_ZONE,
    runs,
    get path() {
      return runs.map(({ x, y, width }) => `M${x} ${y}h${width}v1h-${width}z`).join('');
    },
  };
}
