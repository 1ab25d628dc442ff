import { describe, expect, it } from '@jest/globals';
import { zip } from '../../test/support/zip.js';
import { unpacked, unpackedPieces, zipEntries } from './zip.js';

const ONE = { name: 'a.xml', content: 'one' };
const TWO = { name: 'b.xml', content: 'two' };

describe('An archive', () => {
  it('tells its files', async () => {
    expect((await zipEntries(zip([ONE, TWO]))).map(({ name, size }) => [name, size])).toEqual([
      ['a.xml', 3],
      ['b.xml', 3],
    ]);
  });

  it.each<[string, Buffer, RegExp]>([
    ['cut off', zip([ONE, TWO]).subarray(0, -10), /не до конца/],
    ['without a beginning', zip([ONE, TWO]).subarray(50), /не до конца/],
    ['too short', Buffer.from('PK\x03\x04'), /не до конца/],
    ['packed in a strange way', zip([{ ...ONE, says: { method: 12 } }]), /не до конца/],
    ['with a password', zip([{ ...ONE, says: { flags: 1 } }]), /защищён паролем/],
    ['of a huge file', zip([{ ...ONE, says: { size: 2 ** 32 - 2 } }]), /больше чем в 300 МБ/],
    ['of many large files', zip(Array(4).fill({ ...ONE, says: { size: 2 ** 27 } })), /больше чем в 300 МБ/],
    [
      'of a file that is packed too well',
      zip([{ ...ONE, content: Buffer.alloc(2e7) }]),
      /сжата больше чем в 200 раз/,
    ],
  ])('is refused: %s', async (_, archive, reason) => {
    await expect(zipEntries(archive)).rejects.toThrow(reason);
  });
});

describe('A file of an archive', () => {
  async function inPieces(archive: Buffer): Promise<string> {
    const pieces: Buffer[] = [];
    for await (const piece of unpackedPieces((await zipEntries(archive))[0]!)) pieces.push(piece);
    return Buffer.concat(pieces).toString();
  }

  const whole = async (archive: Buffer) => unpacked((await zipEntries(archive))[0]!);

  it('is unpacked as a whole or in pieces', async () => {
    const text = 'Лифт;'.repeat(100_000);
    const archive = zip([{ name: 'a', content: text }]);
    expect((await unpacked((await zipEntries(archive))[0]!)).toString()).toBe(text);
    expect(await inPieces(archive)).toBe(text);
  });

  it.each([5, 200_000])('is refused when it says to have %d bytes and has more or fewer', async (size) => {
    const archive = zip([{ name: 'a', content: Buffer.alloc(100_000), says: { size } }]);
    await expect(whole(archive)).rejects.toThrow(/не до конца/);
    await expect(inPieces(archive)).rejects.toThrow(/не до конца/);
  });

  it('is refused when its bytes are spoiled', async () => {
    const archive = zip([{ name: 'a', content: 'x'.repeat(1000) }]);
    archive.fill(0xff, 31, 40);
    await expect(whole(archive)).rejects.toThrow(/не до конца/);
    await expect(inPieces(archive)).rejects.toThrow(/не до конца/);
  });
});
