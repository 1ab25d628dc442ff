import { Injectable } from '@nestjs/common';
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
  const sharp = await (ready ??= load());
  try {
    const { data, info } = await sharp(path, { limitInputPixels: FILE_LIMITS.pixels, failOn: 'error' })
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
