import PDFDocument from 'pdfkit';
import { type Face, ReceiptFont } from './fonts.js';
import { Tags } from './tags.js';

/** How a text looks. */
export interface Style {
  readonly face: Face;
  readonly size: number;
  readonly color?: string;
}

interface SheetOptions {
  readonly title: string;
  readonly subject: string;
  readonly author: string;
  readonly at: Date;
  readonly tagged: boolean;
}

export const INK = '#000000';
export const SOFT = '#444444';
const LINE = '#888888';
export const GROUND = '#eeeeee';

const MARGIN = 34;
const LINE_HEIGHT = 1.2;
/** A longer paragraph may go over the end of a sheet. */
const MOST_LINES_TOGETHER = 8;
const CONTINUATION: Style = { face: 'regular', size: 8, color: SOFT };

/** Sheets of A4 with a place where the next thing goes; sizes in points from the upper left corner. */
export class Sheet {
  readonly document: PDFKit.PDFDocument;
  readonly tags: Tags;
  readonly left = MARGIN;
  readonly width = 595.28 - 2 * MARGIN;
  readonly bottom = 841.89 - MARGIN;
  y = MARGIN;
  private continuation = '';

  constructor({ title, subject, author, at, tagged }: SheetOptions) {
    this.document = new PDFDocument({
      size: 'A4',
      margin: 0,
      autoFirstPage: false,
      pdfVersion: '1.7',
      lang: 'ru-RU',
      displayTitle: true,
      tagged,
      // Each sum is a word of its own: a cache of words would only grow.
      fontLayoutCache: false,
      info: {
        Title: title,
        Subject: subject,
        Author: author,
        Creator: author,
        CreationDate: at,
        ModDate: at,
      },
    });
    for (const face of ['regular', 'bold'] as const) {
      this.document.registerFont(face, ReceiptFont.of(face).source);
    }
    this.tags = new Tags(this.document, tagged);
  }

  /** Begins the first sheet of something; the sheets after it will say that they go on with it. */
  begin(continuation: string): void {
    this.continuation = continuation;
    this.document.addPage();
    this.y = MARGIN;
  }

  /** Goes on to the next sheet. */
  turn(): void {
    this.document.addPage();
    this.tags.artifact(() => this.lines([this.continuation], this.left, MARGIN, CONTINUATION));
    this.y = MARGIN + 2 * this.lineHeight(CONTINUATION);
  }

  /** Tells whether so much still fits. */
  fits(height: number): boolean {
    return this.y + height <= this.bottom;
  }

  lineHeight({ size }: Style): number {
    return size * LINE_HEIGHT;
  }

  textWidth(text: string, { face, size }: Style): number {
    return ReceiptFont.of(face).width(text, size);
  }

  /** Breaks a text into lines at spaces and soft hyphens, and within words that are wider than a line. */
  wrap(text: string, width: number, style: Style): string[] {
    const fits = (candidate: string) => this.textWidth(candidate, style) <= width;
    const whole = unhyphenated(text);
    if (fits(whole)) return [whole];
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(' ')) {
      if (line !== '' && fits(`${line} ${unhyphenated(word)}`)) {
        line += ` ${unhyphenated(word)}`;
        continue;
      }
      if (line !== '') lines.push(line);
      const pieces = piecesOf(word, fits);
      lines.push(...pieces.slice(0, -1));
      line = pieces.at(-1) ?? '';
    }
    return [...lines, line];
  }

  /** Draws lines from the given corner; on the right edge of `width` when `right`. */
  lines(lines: readonly string[], x: number, y: number, style: Style, right?: { width: number }): void {
    const { document } = this;
    document
      .font(style.face)
      .fontSize(style.size)
      .fillColor(style.color ?? INK);
    lines.forEach((line, index) => {
      // A no-break space has done its work by now, and people copy plain ones.
      const text = line.replaceAll('\u00A0', ' ');
      const textWidth = this.textWidth(text, style);
      const options = { lineBreak: false, textWidth, wordCount: 1 };
      const at = right ? x + right.width - textWidth : x;
      if (text !== '') document.text(text, at, y + index * this.lineHeight(style), options);
    });
  }

  /** A paragraph over the whole width at the current place, as an element of the given type. */
  paragraph(type: string, text: string, style: Style, gap = 0): void {
    const lineHeight = this.lineHeight(style);
    let lines = this.wrap(text, this.width, style);
    while (lines.length > 0) {
      if (!this.fits(Math.min(lines.length, MOST_LINES_TOGETHER) * lineHeight)) this.turn();
      const here = lines.slice(0, Math.floor((this.bottom - this.y) / lineHeight));
      this.tags.leaf(type, () => this.lines(here, this.left, this.y, style));
      this.y += here.length * lineHeight;
      lines = lines.slice(here.length);
    }
    this.y += gap;
  }

  /** A thin line across at the given height. */
  rule(y: number, x = this.left, width = this.width): void {
    this.document
      .moveTo(x, y)
      .lineTo(x + width, y)
      .lineWidth(0.5)
      .stroke(LINE);
  }
}

function unhyphenated(word: string): string {
  return word.replaceAll('\u00AD', '');
}

/** A word in pieces that fit: at soft hyphens if it has them, else wherever it must. */
function piecesOf(word: string, fits: (text: string) => boolean): string[] {
  if (fits(unhyphenated(word))) return [unhyphenated(word)];
  const [start = '', ...rest] = word.split('\u00AD');
  if (rest.length > 0 && fits(`${start}-`)) {
    return [`${start}-`, ...piecesOf(rest.join('\u00AD'), fits)];
  }
  const pieces: string[] = [];
  let piece = '';
  for (const character of unhyphenated(word)) {
    if (piece !== '' && !fits(piece + character)) {
      pieces.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...pieces, piece];
}
