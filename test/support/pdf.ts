import { inflateSync } from 'node:zlib';

/** A piece of text on a page of a PDF; points from the upper left corner. */
interface PdfText {
  text: string;
  x: number;
  y: number;
  size: number;
  font: string;
}

interface PdfPage {
  texts: PdfText[];
  /** All texts in the order of drawing, with single spaces. */
  text: string;
  /** The operators that draw the page (ISO 32000-1, 7.8.2). */
  content: string;
}

/** What a test wants to know of a PDF that pdfkit or Chromium has written. */
export interface Pdf {
  pages: PdfPage[];
  title: string;
  lang: string;
  fonts: string[];
  /** Types of structure elements in the order of the file. */
  tags: string[];
}

/** Reads a PDF: its objects, the text by ToUnicode of its fonts, the title; throws when it is not one. */
export function readPdf(bytes: Buffer): Pdf {
  const source = bytes.toString('latin1');
  if (!/^%PDF-1\.\d/.test(source) || !source.trimEnd().endsWith('%%EOF')) throw new Error('not a whole PDF');
  const objects = objectsOf(source);
  const get = (reference: string | undefined) => objects.get(Number(reference)) ?? { head: '' };
  const all = [...objects.values()];
  const pages = all
    .filter(({ head }) => /\/Type \/Page\b(?!s)/.test(head))
    .map(({ head }) => {
      const resources = get(/\/Resources (\d+) 0 R/.exec(head)?.[1]).head || head;
      const fonts = new Map(
        [...(/\/Font <<([^>]*)>>/s.exec(resources)?.[1] ?? '').matchAll(/\/(\w+) (\d+) 0 R/g)].map(
          ([, name, id]) => [name!, fontOf(get(id).head, get)],
        ),
      );
      const content = get(/\/Contents (\d+) 0 R/.exec(head)?.[1]).stream?.toString('latin1') ?? '';
      const texts = textsOf(content, fonts);
      return {
        texts,
        content,
        text: texts
          .map(({ text }) => text)
          .join(' ')
          .replace(/\s+/g, ' '),
      };
    });
  const info = get(/\/Info (\d+) 0 R/.exec(source)?.[1]).head;
  const title = /\/Title (\d+) 0 R/.exec(info)?.[1];
  return {
    pages,
    title: stringOf(title ? get(title).head : (/\/Title (\(.*?[^\\]\))/s.exec(info)?.[1] ?? '')),
    lang:
      /\/Lang \(([\w-]+)\)/.exec(all.find(({ head }) => head.includes('/Catalog'))?.head ?? '')?.[1] ?? '',
    fonts: [...new Set(all.flatMap(({ head }) => /\/BaseFont \/(?:\w{6}\+)?([\w-]+)/.exec(head)?.[1] ?? []))],
    tags: all.flatMap(({ head }) =>
      /\/StructElem|\/K \[/.test(head) ? (/\/S \/(\w+)/.exec(head)?.[1] ?? []) : [],
    ),
  };
}

interface PdfObject {
  head: string;
  stream?: Buffer;
}

function objectsOf(source: string): Map<number, PdfObject> {
  const objects = new Map<number, PdfObject>();
  const start = /(\d+) 0 obj\s+(.*?)(?:endobj|stream\r?\n)/gs;
  for (let match = start.exec(source); match; match = start.exec(source)) {
    const [whole, id, head = ''] = match;
    if (whole.endsWith('endobj')) {
      objects.set(Number(id), { head });
      continue;
    }
    const length = Number(/\/Length (\d+)/.exec(head)?.[1]);
    const raw = Buffer.from(source.slice(start.lastIndex, start.lastIndex + length), 'latin1');
    objects.set(Number(id), { head, stream: head.includes('/FlateDecode') ? inflateSync(raw) : raw });
    start.lastIndex += length;
  }
  return objects;
}

interface PdfFont {
  name: string;
  unicode: Map<string, string>;
}

function fontOf(head: string, get: (reference: string | undefined) => PdfObject): PdfFont {
  const map = get(/\/ToUnicode (\d+) 0 R/.exec(head)?.[1]).stream?.toString('latin1') ?? '';
  const unicode = new Map<string, string>();
  for (const [, from, , list] of map.matchAll(/<(\w{4})> <(\w{4})> \[(.*?)\]/gs)) {
    [...list!.matchAll(/<([\w ]*)>/g)].forEach(([, codes], index) => {
      const text = (codes ?? '')
        .split(' ')
        .map((code) => String.fromCharCode(parseInt(code || '0', 16)))
        .join('');
      unicode.set((parseInt(from!, 16) + index).toString(16).padStart(4, '0'), text);
    });
  }
  return { name: /\/BaseFont \/(?:\w{6}\+)?([\w-]+)/.exec(head)?.[1] ?? '', unicode };
}

/** Texts of a content stream as pdfkit writes it: a matrix, a font and glyphs for each. */
function textsOf(content: string, fonts: Map<string, PdfFont>): PdfText[] {
  return [...content.matchAll(/BT\s(.*?)ET/gs)].map(([, block = '']) => {
    const [, x, y] = /1 0 0 1 ([\d.-]+) ([\d.-]+) Tm/.exec(block) ?? [];
    const [, name = '', size] = /\/(\w+) ([\d.]+) Tf/.exec(block) ?? [];
    const font = fonts.get(name);
    const glyphs = [...block.matchAll(/<([0-9a-f]+)>/g)].flatMap(([, hex]) => hex!.match(/.{4}/g) ?? []);
    return {
      text: glyphs.map((glyph) => font?.unicode.get(glyph) ?? '\uFFFD').join(''),
      x: Number(x),
      y: 841.89 - Number(y),
      size: Number(size),
      font: font?.name ?? '',
    };
  });
}

/** A string of the file: UTF-16 after a byte order mark, else Latin. */
function stringOf(literal: string): string {
  const inner = /\((.*)\)/s.exec(literal)?.[1] ?? '';
  const bytes = Buffer.from(
    inner.replace(
      /\\([nrtbf()\\])/g,
      (_, c: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[c] ?? c,
    ),
    'latin1',
  );
  return bytes[0] === 0xfe && bytes[1] === 0xff
    ? Buffer.from(bytes.subarray(2)).swap16().toString('utf16le')
    : bytes.toString('latin1');
}
