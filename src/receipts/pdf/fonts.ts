import { createRequire } from 'node:module';
import PDFDocument from 'pdfkit';

export type Face = 'regular' | 'bold';

interface Glyph {
  readonly advanceWidth: number;
}

/** What we need of a font that pdfkit (fontkit) has parsed. */
interface ParsedFont {
  readonly unitsPerEm: number;
  glyphsForString(text: string): Glyph[];
}

const FILES: Record<Face, string> = {
  regular: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed.ttf',
  bold: 'dejavu-fonts-ttf/ttf/DejaVuSansCondensed-Bold.ttf',
};

/**
 * A font of receipts, parsed once for the life of the process. It places glyphs one after another, without ligatures
 * and kerning: nothing that a receipt needs, and shaping would take ten times as long as all the rest.
 */
export class ReceiptFont {
  private static readonly known = new Map<Face, ReceiptFont>();
  // As many as there are different characters: asking the tables of the font is slow.
  private readonly glyphs = new Map<string, Glyph>();
  private readonly unitsPerEm: number;
  /** What pdfkit takes for a font. */
  readonly source: string;

  private constructor(private readonly parsed: ParsedFont) {
    this.unitsPerEm = parsed.unitsPerEm;
    // pdfkit accepts parsed fonts as well as names; its types do not know that yet.
    this.source = Object.create(parsed, {
      layout: { value: (text: string) => this.layout(text) },
    }) as string;
  }

  static of(face: Face): ReceiptFont {
    let font = this.known.get(face);
    if (!font) {
      const path = createRequire(import.meta.url).resolve(FILES[face]);
      const document = new PDFDocument({ font: path, autoFirstPage: false });
      font = new ReceiptFont((document as unknown as { _font: { font: ParsedFont } })._font.font);
      this.known.set(face, font);
    }
    return font;
  }

  /** The width of a text in points. */
  width(text: string, size: number): number {
    let units = 0;
    for (const character of text) units += this.glyph(character).advanceWidth;
    return (units * size) / this.unitsPerEm;
  }

  private layout(text: string): object {
    const glyphs = [...text].map((character) => this.glyph(character));
    let advanceWidth = 0;
    const positions = glyphs.map(({ advanceWidth: xAdvance }) => {
      advanceWidth += xAdvance;
      return { xAdvance, yAdvance: 0, xOffset: 0, yOffset: 0 };
    });
    return { glyphs, positions, advanceWidth };
  }

  private glyph(character: string): Glyph {
    let glyph = this.glyphs.get(character);
    if (!glyph) {
      // Its own letter: fontkit keeps a glyph that another one is drawn by («р» by «p») without any, for all documents.
      glyph = Object.create(this.parsed.glyphsForString(character)[0]!, {
        codePoints: { value: [character.codePointAt(0)] },
      }) as Glyph;
      this.glyphs.set(character, glyph);
    }
    return glyph;
  }
}
