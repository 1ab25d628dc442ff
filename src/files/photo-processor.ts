import { Injectable } from '@nestjs/common';
import { appendFile, open } from 'node:fs/promises';
import type { Sharp, SharpOptions } from 'sharp';
import { FILE_LIMITS, type PhotoRefusal } from './file-rules.js';

const SECONDS = 10;
const QUALITY = 82;

/** A picture of ours: JPEG, upright, without a word of where and when it was taken. */
export interface DevelopedPhoto {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Makes pictures of our own out of what people send, one at a time: each may need a few hundred megabytes. */
@Injectable()
export class PhotoProcessor {
  private last: Promise<unknown> = Promise.resolve();

  /** The picture in a file, made anew; or why it cannot be. */
  process(path: string): Promise<DevelopedPhoto | PhotoRefusal> {
    const next = this.last.then(() => develop(path));
    this.last = next.catch(() => undefined);
    return next;
  }
}

let ready: Promise<(path: string, options: SharpOptions) => Sharp> | undefined;

/** Comes with the first picture, so that a product without any does not carry it. */
async function load(): Promise<(path: string, options: SharpOptions) => Sharp> {
  const { default: sharp } = await import('sharp');
  sharp.cache(false);
  sharp.concurrency(1);
  // Whatever a file turns out to be, no other decoder gets to see it.
  sharp.block({ operation: ['VipsForeignLoad'] });
  sharp.unblock({
    operation: ['VipsForeignLoadJpegFile', 'VipsForeignLoadPngFile', 'VipsForeignLoadWebpFile'],
  });
  return sharp;
}

async function develop(path: string): Promise<DevelopedPhoto | PhotoRefusal> {
  const photo = await decoded(path, 'error');
  if (photo !== 'broken' || !(await lacksEnd(path))) return photo;
  // Whatever else is missing, the decoder then warns of it.
  await appendFile(path, END_OF_JPEG);
  return decoded(path, 'warning');
}

const START_OF_JPEG = Buffer.from([0xff, 0xd8, 0xff]);
const END_OF_JPEG = Buffer.from([0xff, 0xd9]);

/** A JPEG whose last two bytes a messenger or a cable has lost, and nothing else perhaps. */
async function lacksEnd(path: string): Promise<boolean> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const [head, tail] = [Buffer.alloc(START_OF_JPEG.length), Buffer.alloc(END_OF_JPEG.length)];
    await file.read(head, 0, head.length, 0);
    await file.read(tail, 0, tail.length, Math.max(0, size - tail.length));
    return head.equals(START_OF_JPEG) && !tail.equals(END_OF_JPEG);
  } finally {
    await file.close();
  }
}

async function decoded(path: string, failOn: 'error' | 'warning'): Promise<DevelopedPhoto | PhotoRefusal> {
  const sharp = await (ready ??= load());
  try {
    const { data, info } = await sharp(path, { limitInputPixels: FILE_LIMITS.pixels, failOn })
      .timeout({ seconds: SECONDS })
      .autoOrient()
      .resize({
        width: FILE_LIMITS.side,
        height: FILE_LIMITS.side,
        fit: 'inside',
        withoutEnlargement: true,
      })
      .flatten({ background: '#fff' })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    return { data, width: info.width, height: info.height };
  } catch (error) {
    return /pixel limit/i.test(String(error)) ? 'pixels' : 'broken';
  }
}
