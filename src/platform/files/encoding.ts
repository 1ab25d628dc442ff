import { ImportRefused } from './import-refused.js';

/** Encodings that are recognised. */
export type Encoding = 'utf-8' | 'windows-1251';

const SIGNATURES: readonly [bytes: readonly number[], what: string][] = [
  [
    [0x50, 0x4b, 0x03, 0x04],
    'Это книга Excel (XLSX) или архив, а нужен файл CSV. Откройте её в Excel и выберите «Сохранить как» → «CSV»',
  ],
  [
    [0xd0, 0xcf, 0x11, 0xe0],
    'Это книга Excel (XLS), а нужен файл CSV. Откройте её в Excel и выберите «Сохранить как» → «CSV»',
  ],
  [[0xff, 0xfe], 'Файл в кодировке UTF-16. Сохраните его как «CSV UTF-8»'],
  [[0xfe, 0xff], 'Файл в кодировке UTF-16. Сохраните его как «CSV UTF-8»'],
  [[0x25, 0x50, 0x44, 0x46], 'Это документ PDF, а нужен файл CSV'],
];
const BOM = [0xef, 0xbb, 0xbf];
const HEAD_BYTES = 64 * 1024;

/** Looks at every byte of a file, chunk by chunk, and says how the file is encoded. */
export class EncodingSurvey {
  private readonly counts = new Uint32Array(256);
  private readonly strict = new TextDecoder('utf-8', { fatal: true });
  private validUtf8 = true;
  private cyrillicPairs = 0;
  private last = 0;
  private head = Buffer.alloc(0);

  add(chunk: Buffer): void {
    if (this.head.length < HEAD_BYTES) {
      this.head = Buffer.concat([this.head, chunk.subarray(0, HEAD_BYTES - this.head.length)]);
    }
    // Ten times as fast as for…of.
    for (let index = 0; index < chunk.length; index++) {
      const byte = chunk[index]!;
      this.counts[byte]!++;
      if ((this.last === 0xd0 || this.last === 0xd1) && byte >= 0x80 && byte <= 0xbf) this.cyrillicPairs++;
      this.last = byte;
    }
    this.decode(chunk);
  }

  /** Valid UTF-8 is UTF-8, all else windows-1251; refuses what is no text, or a text that would be read wrongly. */
  finish(): { encoding: Encoding; head: string } {
    this.refuseOtherFormats();
    this.decode();
    if (!this.validUtf8) {
      this.refuseSpoiledText();
    }
    const encoding = this.validUtf8 ? 'utf-8' : 'windows-1251';
    return { encoding, head: new TextDecoder(encoding).decode(this.head) };
  }

  private decode(chunk?: Buffer): void {
    if (!this.validUtf8) return;
    try {
      this.strict.decode(chunk, { stream: chunk !== undefined });
    } catch {
      this.validUtf8 = false;
    }
  }

  private refuseOtherFormats(): void {
    for (const [bytes, what] of SIGNATURES) {
      if (this.startsWith(bytes)) throw new ImportRefused(what);
    }
    const firstLine = this.head.subarray(0, this.head.indexOf(0x0a) + 1 || this.head.length);
    if (firstLine.includes(0)) {
      throw new ImportRefused('Это не текстовый файл. Нужен файл CSV с заголовками столбцов в первой строке');
    }
  }

  /** Read as windows-1251, a damaged UTF-8 file or one of DOS would fill the database with garbage. */
  private refuseSpoiledText(): void {
    const foreign = this.sum(0x80, 0xff);
    if (this.startsWith(BOM) || (this.cyrillicPairs >= 10 && this.cyrillicPairs * 2 > foreign * 0.8)) {
      throw new ImportRefused('Файл в кодировке UTF-8 обрезан или повреждён. Выгрузите его заново');
    }
    // In CP866 most letters are below 0xB0, where windows-1251 has letters of other alphabets; «», №, Ё, quotes and dashes aside.
    const dos =
      this.sum(0x80, 0x83) +
      this.sum(0x86, 0x90) +
      this.sum(0x98, 0x9f) +
      this.sum(0xa1, 0xa7) +
      this.sum(0xac, 0xaf);
    if (dos > this.sum(0xc0, 0xdf) + this.sum(0xf0, 0xff)) {
      throw new ImportRefused('Файл в кодировке DOS (CP866). Сохраните его в UTF-8 или Windows-1251');
    }
  }

  private startsWith(bytes: readonly number[]): boolean {
    return bytes.every((byte, index) => this.head[index] === byte);
  }

  private sum(from: number, to: number): number {
    return this.counts.subarray(from, to + 1).reduce((total, count) => total + count, 0);
  }
}
