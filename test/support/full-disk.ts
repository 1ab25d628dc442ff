import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { Writable } from 'node:stream';

/**
 * Given to a process by NODE_OPTIONS=--import: as long as the file `full` stands in the folder TEST_FULL_DISK, the disk of
 * that folder has room for the first byte of a new file and for no more.
 */
const folder = process.env.TEST_FULL_DISK ?? '';
const isFull = (path: unknown) =>
  typeof path === 'string' && path.startsWith(folder) && fs.existsSync(join(folder, 'full'));
// An error of writing names no path, as the real one.
const noSpace = () =>
  Object.assign(new Error('ENOSPC: no space left on device, write'), {
    code: 'ENOSPC',
    errno: -28,
    syscall: 'write',
  });

class NoRoom extends Writable {
  override _write(_chunk: unknown, _encoding: unknown, done: (error: Error) => void): void {
    done(noSpace());
  }
}

const { createWriteStream } = fs;
const { open, writeFile, copyFile } = fs.promises;

fs.createWriteStream = ((path: string, options: never) => {
  if (!isFull(path)) return createWriteStream(path, options);
  fs.writeFileSync(path, 'x');
  return new NoRoom();
}) as typeof createWriteStream;

fs.promises.writeFile = (async (path: string, data: never, options: never) => {
  await writeFile(path, isFull(path) ? 'x' : data, options);
  if (isFull(path)) throw noSpace();
}) as typeof writeFile;

fs.promises.copyFile = (async (from: string, to: string) => {
  if (!isFull(to)) return copyFile(from, to);
  await writeFile(to, 'x');
  throw noSpace();
}) as typeof copyFile;

fs.promises.open = (async (path: string, ...options: never[]) => {
  const file = await open(path, ...options);
  if (isFull(path)) {
    file.createWriteStream = (() => {
      const stream = new NoRoom();
      stream.once('close', () => void file.close());
      return stream;
    }) as never;
    file.writeFile = () => Promise.reject(noSpace());
  }
  return file;
}) as typeof open;

syncBuiltinESMExports();
