import { crc32, deflateSync } from 'node:zlib';
import type { QrDrawing } from './qr.js';

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/** A QR code as a PNG of two colours, so many pixels a module. */
export function qrPicture({ size, runs }: QrDrawing, scale: number): Buffer {
  const side = size * scale;
  const bytes = Math.ceil(side / 8);
  // Each row begins with its filter, none; a bit is a pixel, white is 1.
  const rows = Array.from({ length: size }, () => Buffer.alloc(1 + bytes, 0xff).fill(0, 0, 1));
  for (const { x, y, width } of runs) {
    for (let at = x * scale; at < (x + width) * scale; at += 1) {
      rows[y]![1 + (at >> 3)]! &= ~(0x80 >> (at & 7));
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(1, 8);
  const pixels = deflateSync(Buffer.concat(rows.flatMap((row) => Array.from({ length: scale }, () => row))));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', pixels),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from(type), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(content));
  return Buffer.concat([length, content, sum]);
}
