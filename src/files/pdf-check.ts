import { inflateSync } from 'node:zlib';
import { isLineEnd, PdfDamaged, PdfLexer, refuseHidden } from './pdf-lexer.js';
import { type PdfFinding, type PdfObject, readPdfObject } from './pdf-object.js';

const MEGABYTE = 1024 * 1024;
/** Of all object streams of a document, and of all that is read in them; those of a large report have a few megabytes. */
const UNPACKED_BYTES = 32 * MEGABYTE;
/** Where a ZIP looks for its directory from the end. */
const ZIP_TAIL = 65_557;

/** Why a document is not taken. */
export type PdfRefusal = 'kind' | 'locked' | 'damaged' | 'heavy' | PdfFinding;

/** Thrown when a document would need more than one may. */
class TooHeavy extends Error {}

/**
 * Why we do not take a PDF; undefined for a good one. Nothing in the file may be unaccounted for: it is read from the first
 * byte to the last as the standard writes it, where viewers forgive, so that all of them see what has been checked here.
 */
export function pdfRefusal(bytes: Buffer): PdfRefusal | undefined {
  try {
    // A directory at the end makes an archive of any file.
    if (bytes.indexOf('PK\x05\x06', Math.max(0, bytes.length - ZIP_TAIL), 'latin1') !== -1) return 'kind';
    return new PdfCheck(bytes).refusal();
  } catch (error) {
    if (error instanceof TooHeavy) return 'heavy';
    if (error instanceof PdfDamaged) return 'damaged';
    throw error;
  }
}

class PdfCheck {
  private readonly lexer: PdfLexer;
  private readonly findings = new Set<PdfFinding>();
  private readonly catalogs = new Set<number>();
  private readonly sections = new Set<number>();
  private readonly roots = new Set<number>();
  private readonly numbers = new Map<number, number>();
  private readonly lengths: { of: number; length: number }[] = [];
  private readonly packed: { object: PdfObject; body: Buffer }[] = [];
  private pages = 0;
  private unpacked = 0;
  private locked = false;
  private start = -1;

  constructor(private readonly bytes: Buffer) {
    this.lexer = new PdfLexer(bytes, bytes[0] === 0xef ? 3 : 0);
  }

  refusal(): PdfRefusal | undefined {
    while (this.readPart());
    // What is encrypted looks damaged.
    if (this.locked) return 'locked';
    for (const { object, body } of this.packed) this.unpack(object, body);
    if (this.findings.size > 0) return this.findings.has('active') ? 'active' : 'enclosed';
    this.refuseIncomplete();
    return undefined;
  }

  private readonly note = (what: PdfFinding): void => {
    this.findings.add(what);
  };

  /** An object, a table, a trailer or a pointer; false at the end. */
  private readPart(): boolean {
    const { lexer } = this;
    lexer.skipWhite();
    const at = lexer.at;
    const token = lexer.next();
    if (token === 'end') return false;
    if (token === 'number') {
      this.readObject(Number(lexer.text), at);
      return true;
    }
    switch (token === 'word' ? lexer.text : '') {
      case 'xref':
        this.sections.add(at);
        return this.readTable();
      case 'startxref':
        if (lexer.next() !== 'number') throw new PdfDamaged('startxref to nowhere');
        this.start = Number(lexer.text);
        return true;
      default:
        throw new PdfDamaged('something between objects');
    }
  }

  private readTable(): true {
    const { lexer } = this;
    for (;;) {
      const token = lexer.next();
      if (token === 'word' && lexer.text === 'trailer') break;
      if (token !== 'number' && !(token === 'word' && /^[nf]$/.test(lexer.text))) {
        throw new PdfDamaged('not a table');
      }
    }
    this.readTrailer(readPdfObject(lexer, this.note));
    return true;
  }

  private readTrailer({ entries }: PdfObject): void {
    if (entries.has('Encrypt')) this.locked = true;
    const root = referred(entries.get('Root'));
    if (root !== undefined) this.roots.add(root);
  }

  private readObject(number: number, at: number): void {
    const { lexer } = this;
    if (lexer.next() !== 'number') throw new PdfDamaged('not an object');
    lexer.expect('obj');
    const object = readPdfObject(lexer, this.note);
    this.remember(number, object);
    if (lexer.next() !== 'word') throw new PdfDamaged('an object without an end');
    if (lexer.text === 'endobj') return;
    if (lexer.text !== 'stream') throw new PdfDamaged('an object without an end');
    const body = this.readBody(object.entries.get('Length'));
    lexer.expect('endstream');
    lexer.expect('endobj');
    const { entries } = object;
    if (entries.get('Type') === '/XRef') {
      this.sections.add(at);
      this.readTrailer(object);
    }
    // Its bytes would come from elsewhere.
    if (entries.has('F')) this.note('active');
    // Some viewers ask for no more than this entry.
    if (entries.has('First') || entries.get('Type') === '/ObjStm') this.packed.push({ object, body });
  }

  private remember(number: number, { entries, number: value }: PdfObject): void {
    const type = entries.get('Type');
    if (type === '/Catalog' && entries.has('Pages')) this.catalogs.add(number);
    if (type === '/Page') this.pages += 1;
    if (value !== undefined) this.numbers.set(number, value);
  }

  /** The bytes of a stream: as many as it says, or up to its end where it does not tell the truth, as viewers do it. */
  private readBody(told: string | undefined): Buffer {
    const { bytes, lexer } = this;
    if (bytes[lexer.at] === 13) lexer.at += 1;
    if (bytes[lexer.at] === 10) lexer.at += 1;
    const from = lexer.at;
    const length = Number(told);
    const to = Number.isInteger(length) && this.endsAt(from + length) ? from + length : this.endAfter(from);
    const of = referred(told);
    if (of !== undefined) this.lengths.push({ of, length: to - from });
    const body = bytes.subarray(from, to);
    refuseHidden(body);
    lexer.at = to;
    return body;
  }

  private endsAt(at: number): boolean {
    const { bytes } = this;
    let end = at;
    while (isLineEnd(bytes[end] ?? 0) && end < at + 2) end += 1;
    return at >= 0 && bytes.toString('latin1', end, end + 9) === 'endstream';
  }

  private endAfter(from: number): number {
    const { bytes } = this;
    for (let at = bytes.indexOf('endstream', from); at !== -1; at = bytes.indexOf('endstream', at + 9)) {
      if (/^endstream\s+endobj/.test(bytes.toString('latin1', at, at + 40))) return at;
    }
    throw new PdfDamaged('a stream without an end');
  }

  /** Reads the objects of an object stream where viewers read them, wherever that is. */
  private unpack({ entries, doubled }: PdfObject, body: Buffer): void {
    const [count, first] = [Number(entries.get('N')), Number(entries.get('First'))];
    const isPlain = /^(?:null|\[\s*null\s*\]|<<\s*>>)?$/.test(entries.get('DecodeParms') ?? '');
    if (doubled || !isPlain || entries.has('DP') || !Number.isInteger(count) || !Number.isInteger(first)) {
      throw new PdfDamaged('an unusual object stream');
    }
    const content = this.inflate(entries.get('Filter'), body);
    const heads = new PdfLexer(content);
    for (let index = 0; index < count; index += 1) {
      const [number, offset] = [heads, heads].map((head) => {
        if (head.next() !== 'number') throw new PdfDamaged('not an object stream');
        return Number(head.text);
      });
      const object = new PdfLexer(content, first + offset!);
      this.remember(number!, readPdfObject(object, this.note));
      // All of them may point to one long list.
      this.spend(object.at - first - offset!);
    }
  }

  private inflate(filter: string | undefined, body: Buffer): Buffer {
    if (filter === undefined) return body;
    if (!/^(?:\/FlateDecode|\[\s*\/FlateDecode\s*\])$/.test(filter)) {
      throw new PdfDamaged('an unusual object stream');
    }
    try {
      const content = inflateSync(body, { maxOutputLength: UNPACKED_BYTES });
      this.spend(content.length);
      return content;
    } catch (error) {
      const { code } = error as { code?: string };
      throw code === 'ERR_BUFFER_TOO_LARGE' ? new TooHeavy() : new PdfDamaged('a spoiled object stream');
    }
  }

  private spend(bytes: number): void {
    this.unpacked += bytes;
    if (this.unpacked > UNPACKED_BYTES) throw new TooHeavy();
  }

  private refuseIncomplete(): void {
    const { roots, catalogs, sections, start, lexer } = this;
    const isWhole = lexer.comment.trimEnd() === '%%EOF' && (sections.has(start) || sections.has(start + 3));
    if (!isWhole || this.pages === 0 || ![...roots].every((root) => catalogs.has(root)) || roots.size === 0) {
      throw new PdfDamaged('not a whole document');
    }
    for (const { of, length } of this.lengths) {
      const told = this.numbers.get(of) ?? length;
      if (told > length || told < length - 2) throw new PdfDamaged('a stream of another length');
    }
  }
}

function referred(value: string | undefined): number | undefined {
  const number = /^(\d+) R$/.exec(value ?? '')?.[1];
  return number === undefined ? undefined : Number(number);
}
