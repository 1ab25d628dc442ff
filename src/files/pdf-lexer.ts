/** A piece of the syntax of a PDF (ISO 32000-1, 7.2); `end` at the end of the bytes. */
export type PdfToken = 'name' | 'number' | 'word' | 'string' | '<<' | '>>' | '[' | ']' | 'end';

/** Thrown where bytes are not what the syntax allows. */
export class PdfDamaged extends Error {}

const WHITE = 1;
const DELIMITER = 2;
const CLASSES = new Uint8Array(256);
for (const code of [0, 9, 10, 12, 13, 32]) CLASSES[code] = WHITE;
for (const char of '()<>[]{}/%') CLASSES[char.charCodeAt(0)] = DELIMITER;

const [PERCENT, SLASH, OPEN, CLOSE, LESS, GREATER, BACKSLASH] = [0x25, 0x2f, 0x28, 0x29, 0x3c, 0x3e, 0x5c];

/** Reads a PDF token by token. What people put into it freely, strings and comments, hides no objects from it. */
export class PdfLexer {
  /** The last comment, without its line break. */
  comment = '';
  private from = 0;
  private to = 0;

  constructor(
    readonly bytes: Buffer,
    public at = 0,
  ) {}

  /** Of the last token: a name without its slash and escapes, a number or a word as it is written. */
  get text(): string {
    const text = this.bytes.toString('latin1', this.from, this.to);
    if (!text.includes('#')) return text;
    return text.replace(/#([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  }

  next(): PdfToken {
    this.skipWhite();
    if (this.at >= this.bytes.length) return 'end';
    const code = this.bytes[this.at]!;
    switch (code) {
      case SLASH:
        this.at += 1;
        this.passRegular();
        return 'name';
      case OPEN:
        return this.literal();
      case LESS:
        return this.bytes[this.at + 1] === LESS ? this.mark('<<') : this.hex();
      case GREATER:
        if (this.bytes[this.at + 1] !== GREATER) throw new PdfDamaged('a lone >');
        return this.mark('>>');
      default:
    }
    if (code === 0x5b || code === 0x5d) return this.mark(code === 0x5b ? '[' : ']');
    const isNumber = this.passRegular();
    if (this.from === this.to) throw new PdfDamaged('a delimiter out of its place');
    return isNumber ? 'number' : 'word';
  }

  /** The next token must be this word. */
  expect(word: string): void {
    if (this.next() !== 'word' || this.text !== word) throw new PdfDamaged(`${word} is missing`);
  }

  /** Passes white space and comments. */
  skipWhite(): void {
    const { bytes } = this;
    for (; this.at < bytes.length; this.at += 1) {
      const code = bytes[this.at]!;
      if (code === PERCENT) this.skipComment();
      else if (CLASSES[code] !== WHITE) return;
    }
  }

  private skipComment(): void {
    const from = this.at;
    while (this.at < this.bytes.length && !isLineEnd(this.bytes[this.at]!)) this.at += 1;
    refuseHidden(this.bytes.subarray(from, this.at));
    this.comment = this.bytes.toString('latin1', from, Math.min(this.at, from + 1000));
    if (/<[a-z!?]/i.test(this.comment)) throw new PdfDamaged('a page in a comment');
  }

  /** Passes a name, a number or a word; tells whether it is a number. */
  private passRegular(): boolean {
    this.from = this.at;
    let isNumber = true;
    for (
      let code = this.bytes[this.at];
      code !== undefined && CLASSES[code] === 0;
      code = this.bytes[this.at]
    ) {
      isNumber &&= isDigit(code) || code === 0x2b || code === 0x2d || code === 0x2e;
      this.at += 1;
    }
    this.to = this.at;
    return isNumber;
  }

  private literal(): 'string' {
    const from = this.at;
    for (let depth = 0; this.at < this.bytes.length; this.at += 1) {
      const code = this.bytes[this.at]!;
      if (code === BACKSLASH) this.at += 1;
      else if (code === OPEN) depth += 1;
      else if (code === CLOSE && (depth -= 1) === 0) {
        this.at += 1;
        refuseHidden(this.bytes.subarray(from, this.at));
        return 'string';
      }
    }
    throw new PdfDamaged('a string without an end');
  }

  private hex(): 'string' {
    for (this.at += 1; this.at < this.bytes.length; this.at += 1) {
      const code = this.bytes[this.at]!;
      if (code === GREATER) {
        this.at += 1;
        return 'string';
      }
      if (CLASSES[code] !== WHITE && !isHex(code)) throw new PdfDamaged('not a hexadecimal string');
    }
    throw new PdfDamaged('a string without an end');
  }

  private mark<Mark extends '<<' | '>>' | '[' | ']'>(mark: Mark): Mark {
    this.at += mark.length;
    return mark;
  }
}

/**
 * Throws when a viewer that reads from the middle of these bytes, or looks for objects after all else has failed, would
 * find the beginning of one: `7 0 obj`, also with comments between its parts.
 */
export function refuseHidden(bytes: Buffer): void {
  for (let at = bytes.indexOf('obj'); at !== -1; at = bytes.indexOf('obj', at + 3)) {
    const after = bytes[at + 3];
    if (after !== undefined && CLASSES[after] === 0) continue;
    const generation = beforeWhite(bytes, at);
    let number = generation;
    while (isDigit(bytes[number - 1])) number -= 1;
    // A comment stands between, or the digits belong to something else.
    if (number === generation) refuseComment(bytes, generation, at);
    else if (CLASSES[bytes[number - 1] ?? SLASH] === WHITE) {
      const before = beforeWhite(bytes, number);
      if (isDigit(bytes[before - 1])) throw new PdfDamaged('a hidden object');
      refuseComment(bytes, before, number);
    }
  }
}

/** Where the white space before a place begins. */
function beforeWhite(bytes: Buffer, at: number): number {
  let before = at;
  while (before > 0 && CLASSES[bytes[before - 1]!] === WHITE) before -= 1;
  return before;
}

/** A comment ends with its line; each line is the last one before a single place, so this takes no more than one walk. */
function refuseComment(bytes: Buffer, from: number, to: number): void {
  const hasLineEnd = bytes.subarray(from, to).some(isLineEnd);
  for (let at = from - 1; hasLineEnd && at >= 0 && !isLineEnd(bytes[at]!); at -= 1) {
    if (bytes[at] === PERCENT) throw new PdfDamaged('an object behind a comment');
  }
}

export function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}

function isDigit(code: number | undefined): boolean {
  return code !== undefined && code >= 0x30 && code <= 0x39;
}

function isHex(code: number): boolean {
  return isDigit(code) || (code >= 0x41 && code <= 0x46) || (code >= 0x61 && code <= 0x66);
}
