import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { Transform, type Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request } from 'express';
import { notStored } from '../core/not-stored.js';
import type { Scratch } from '../core/storage.js';
import type { PanelField, PanelUpload } from './declaration.js';

type FileField = PanelField & { type: 'file' };

/** A file that is larger than the form takes; the message is for the person. */
export class TooLarge extends Error {}

/** Keeps the body of a request on the disk, nothing of it in memory; `drop` removes it. */
export async function spool(
  request: Request,
  name: string,
  { maxBytes, tooLarge: advice }: FileField,
  scratch: () => Promise<Scratch>,
): Promise<PanelUpload & { drop: () => Promise<void> }> {
  const told = Number(request.get('content-length') ?? 0);
  if (told > maxBytes) throw tooLarge(maxBytes, advice);
  const { folder, drop } = await scratch();
  try {
    const path = join(folder, 'file');
    await receive(request, limit(maxBytes, advice), createWriteStream(path, { mode: 0o600 }));
    return { name, path, drop };
  } catch (error) {
    await drop();
    return notStored(folder)(error);
  }
}

/** A pipeline that fails would end the request with its connection, and nobody would hear why. */
async function receive(request: Request, through: Transform, out: Writable): Promise<void> {
  const gone = () => {
    if (!request.complete) through.destroy(Object.assign(new Error('The sender has gone'), { status: 400 }));
  };
  request.once('close', gone);
  request.pipe(through);
  try {
    await pipeline(through, out);
  } finally {
    request.off('close', gone);
    request.unpipe(through);
    request.resume();
  }
}

function limit(maxBytes: number, advice?: string): Transform {
  let size = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      size += chunk.length;
      done(size > maxBytes ? tooLarge(maxBytes, advice) : null, chunk);
    },
  });
}

const DIVIDE =
  'Разделите его на несколько или попросите администратора сервера загрузить его командой npm run import';

function tooLarge(maxBytes: number, advice = DIVIDE): TooLarge {
  const most = Math.floor(maxBytes / 1024 / 1024);
  return new TooLarge(`Файл больше ${most}\u00a0МБ. ${advice}`);
}
