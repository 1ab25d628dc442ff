const BLOCK = 512;
const NAME_BYTES = 100;

/** What ends an archive. */
const END = Buffer.alloc(2 * BLOCK);

/** A file on its way into an archive. */
export interface Packed {
  readonly name: string;
  readonly size: number;
  readonly bytes: AsyncIterable<Buffer>;
}

/** The header of a file in the format ustar, for the eyes of its owner alone. */
function header(name: string, size: number): Buffer {
  const block = Buffer.alloc(BLOCK);
  if (Buffer.byteLength(name) > NAME_BYTES) throw new Error(`The name ${name} is too long`);
  block.write(name, 0);
  block.write('0000600\0' + '0000000\0' + '0000000\0', 100);
  block.write(`${size.toString(8).padStart(11, '0')}\0`, 124);
  block.write(`${'0'.repeat(11)}\0`, 136);
  block.write('        0', 148);
  block.write('ustar\x0000', 257);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return block;
}

/** An archive that `tar` reads, file by file: there is never more than a piece of one in memory. */
export async function* pack(files: AsyncIterable<Packed>): AsyncGenerator<Buffer> {
  for await (const { name, size, bytes } of files) {
    yield header(name, size);
    let left = size;
    for await (const chunk of bytes) {
      left -= chunk.length;
      yield chunk;
    }
    if (left !== 0) throw new Error(`The file ${name} has changed while it was read`);
    yield Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
  }
  yield END;
}

/** The files of such an archive; the bytes of each are read before the next. Throws where it breaks off or is another. */
export async function* unpack(archive: AsyncIterable<Buffer>): AsyncGenerator<Packed> {
  const bytes = new Pieces(archive);
  for (;;) {
    const block = await bytes.exactly(BLOCK);
    if (block.every((byte) => byte === 0)) return bytes.toTheEnd();
    const name = textOf(block.subarray(0, NAME_BYTES));
    const size = Number.parseInt(textOf(block.subarray(124, 136)), 8);
    if (textOf(block.subarray(257, 263)) !== 'ustar' || !Number.isSafeInteger(size) || !hasItsSum(block)) {
      throw new Error('This is no archive of files');
    }
    yield { name, size, bytes: bytes.part(size) };
    await bytes.exactly((BLOCK - (size % BLOCK)) % BLOCK);
  }
}

/** Whether bytes begin an archive of ours. */
export function isTar(head: Buffer): boolean {
  const block = head.subarray(0, BLOCK);
  return block.length === BLOCK && (block.every((byte) => byte === 0) || hasItsSum(block));
}

function hasItsSum(block: Buffer): boolean {
  const told = Number.parseInt(textOf(block.subarray(148, 156)), 8);
  const sum = block.reduce((total, byte, at) => total + (at >= 148 && at < 156 ? 32 : byte), 0);
  return told === sum;
}

function textOf(field: Buffer): string {
  const end = field.indexOf(0);
  return field.toString('utf8', 0, end < 0 ? field.length : end);
}

/** Takes pieces of a stream by their length. */
class Pieces {
  private readonly chunks: AsyncIterator<Buffer>;
  private rest: Buffer = Buffer.alloc(0);

  constructor(stream: AsyncIterable<Buffer>) {
    this.chunks = stream[Symbol.asyncIterator]();
  }

  async exactly(length: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of this.part(length)) parts.push(part);
    return Buffer.concat(parts);
  }

  async *part(length: number): AsyncGenerator<Buffer> {
    for (let left = length; left > 0;) {
      if (this.rest.length === 0) await this.more();
      const part = this.rest.subarray(0, left);
      this.rest = this.rest.subarray(part.length);
      left -= part.length;
      yield part;
    }
  }

  async toTheEnd(): Promise<void> {
    while (!(await this.chunks.next()).done);
  }

  private async more(): Promise<void> {
    const next = await this.chunks.next();
    if (next.done) throw new Error('The archive breaks off');
    this.rest = next.value;
  }
}
