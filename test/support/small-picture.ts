import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { anyPicture } from './photos.js';
import { projectPath } from './project.js';

/** What a picture of the repository may weigh. */
export const MOST_BYTES = 30 * 1024;

/** A picture of few colours, as wide as said at most; fewer colours, then narrower, until it is light enough. */
export async function small(png: Buffer, width: number): Promise<Buffer> {
  const sharp = anyPicture();
  for (const [share, colours] of [
    [1, 32],
    [1, 16],
    [1, 8],
    [0.8, 12],
    [0.67, 12],
    [0.5, 12],
  ] as const) {
    const bytes = await sharp(png)
      .resize({ width: Math.round(width * share), withoutEnlargement: true })
      .png({ palette: true, colours, effort: 10, compressionLevel: 9, dither: 0 })
      .toBuffer();
    if (bytes.length <= MOST_BYTES) return bytes;
  }
  throw new Error('A picture that cannot be made small enough');
}

/** Writes a file below build/pictures, and into its place when asked to. */
export async function keepPicture(path: string, bytes: Buffer | string): Promise<void> {
  const places = [projectPath('build', 'pictures', path)];
  if (process.env.KEEP_PICTURES === '1') places.push(projectPath(path));
  for (const place of places) {
    await mkdir(dirname(place), { recursive: true });
    await writeFile(place, bytes);
  }
}
