import { describe, expect, it } from '@jest/globals';
import { isTar, pack, unpack } from './tar.js';

async function* stream(...chunks: (string | Buffer)[]): AsyncGenerator<Buffer> {
  for (const chunk of chunks) yield Promise.resolve(Buffer.from(chunk));
}

async function* files(contents: Record<string, Buffer>) {
  for (const [name, content] of Object.entries(contents)) {
    yield Promise.resolve({ name, size: content.length, bytes: stream(content) });
  }
}

async function whole(parts: AsyncIterable<Buffer>): Promise<Buffer> {
  const all: Buffer[] = [];
  for await (const part of parts) all.push(part);
  return Buffer.concat(all);
}

async function opened(archive: AsyncIterable<Buffer>): Promise<Record<string, Buffer>> {
  const found: Record<string, Buffer> = {};
  for await (const { name, bytes } of unpack(archive)) found[name] = await whole(bytes);
  return found;
}

const CONTENTS = {
  'photos/empty.jpg': Buffer.alloc(0),
  'photos/one.jpg': Buffer.from('x'),
  'photos/block.jpg': Buffer.alloc(512, 7),
  'photos/large.pdf': Buffer.alloc(100_001, 'текст'),
};

describe('An archive of files', () => {
  it('gives back what was put in, however it is cut into pieces on the way', async () => {
    const archive = await whole(pack(files(CONTENTS)));
    expect(archive.length % 512).toBe(0);
    for (const size of [1, 511, 512, 513, 65_536, archive.length]) {
      const pieces = Array.from({ length: Math.ceil(archive.length / size) }, (_, n) =>
        archive.subarray(n * size, (n + 1) * size),
      );
      expect(await opened(stream(...pieces))).toEqual(CONTENTS);
    }
  });

  it('may be empty', async () => {
    const archive = await whole(pack(files({})));
    expect([isTar(archive), await opened(stream(archive))]).toEqual([true, {}]);
  });

  it('that breaks off anywhere is told from a whole one', async () => {
    const archive = await whole(pack(files(CONTENTS)));
    for (const length of [0, 100, 512, 700, 2000, 50_000, archive.length - 1024]) {
      await expect(opened(stream(archive.subarray(0, length)))).rejects.toThrow('breaks off');
    }
  });

  it('is told from other bytes', async () => {
    expect(isTar(await whole(pack(files(CONTENTS))))).toBe(true);
    for (const other of [Buffer.alloc(0), Buffer.from('PGDMP'), Buffer.alloc(512, 'x')]) {
      expect(isTar(other)).toBe(false);
    }
    await expect(opened(stream(Buffer.alloc(2048, 'x')))).rejects.toThrow('no archive');
  });

  it('is not made of a file that grows or shrinks meanwhile', async () => {
    async function* changed() {
      yield Promise.resolve({ name: 'photos/a.jpg', size: 3, bytes: stream('xx') });
    }
    await expect(whole(pack(changed()))).rejects.toThrow('has changed');
  });
});
