import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { brokenBook } from './zip.js';

/** What is told of an XML while it is read; names are without prefixes. */
export interface XmlEvents {
  open(name: string, attributes: Readonly<Record<string, string>>): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Reads an XML of a book piece by piece. Nothing but elements and the five entities of XML is taken: a document type
 * could name files of the server or grow without end.
 */
export class BookXml {
  private readonly parser = new SaxesParser({ position: false, xmlns: false });

  constructor(events: XmlEvents) {
    const { parser } = this;
    const refuse = () => {
      throw brokenBook();
    };
    parser.on('doctype', refuse);
    parser.on('error', refuse);
    parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => events.open(localName(name), attributes));
    if (events.text) parser.on('text', (text) => events.text!(text));
    if (events.close) parser.on('closetag', ({ name }) => events.close!(localName(name)));
  }

  write(piece: string): void {
    this.parser.write(piece);
  }

  close(): void {
    this.parser.close();
  }
}

/** Reads an XML that is there as a whole. */
export function readXml(xml: string, events: XmlEvents): void {
  if (xml === '') return;
  const reader = new BookXml(events);
  reader.write(xml);
  reader.close();
}

/** Texts of the shared table or of a cell: pieces in different fonts together, readings of Japanese left out. */
export class RichText {
  private text = '';
  private isText = false;
  private isReading = false;

  start(): void {
    this.text = '';
  }

  open(name: string): void {
    if (name === 't') this.isText = true;
    else if (name === 'rPh') this.isReading = true;
  }

  add(text: string): void {
    if (this.isText && !this.isReading) this.text += text;
  }

  close(name: string): void {
    if (name === 't') this.isText = false;
    else if (name === 'rPh') this.isReading = false;
  }

  end(): string {
    return excelText(this.text).trim();
  }
}

/** A text without what Excel escapes itself, `_x000D_`. */
export function excelText(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-F]{4})_/gi, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
    : text;
}

function localName(name: string): string {
  const colon = name.indexOf(':');
  return colon < 0 ? name : name.slice(colon + 1);
}
