import { PdfDamaged, type PdfLexer } from './pdf-lexer.js';

/** Deeper than any program writes. */
const MOST_DEPTH = 200;
/** Of a list among the entries so much is kept as it is written. */
const LIST_BYTES = 100;

/** What a document must not have, found by the names without which it does not work. */
export type PdfFinding = 'active' | 'enclosed';

/** Names that start something, or bring along what is no page (ISO 32000-2, 12.6, 13, 7.11.4). */
const FINDINGS = new Map<string, PdfFinding>([
  ...['JavaScript', 'JS', 'Launch', 'SubmitForm', 'ImportData', 'GoToR', 'GoToE', 'XFA'].map(active),
  ...['Rendition', 'RichMedia', 'RichMediaExecute', 'Movie', 'Sound', '3D'].map(active),
  ...['EmbeddedFile', 'EmbeddedFiles', 'EF', 'FileAttachment', 'Collection'].map(
    (name) => [name, 'enclosed'] as const,
  ),
]);

function active(name: string): readonly [string, PdfFinding] {
  return [name, 'active'];
}

/** An object as far as we ask: the entries of a dictionary, names `/A`, references `7 R`, lists and numbers as written. */
export interface PdfObject {
  readonly entries: ReadonlyMap<string, string>;
  /** An entry that comes twice: viewers choose differently. */
  readonly doubled: boolean;
  /** The object itself where it is a number. */
  readonly number?: number;
}

/** Reads one object where the lexer stands, with all that is in it; `found` hears of each name that must not be there. */
export function readPdfObject(lexer: PdfLexer, found: (what: PdfFinding) => void): PdfObject {
  const entries = new Map<string, string>();
  let doubled = false;
  let number: number | undefined;
  const open: ('<<' | '[')[] = [];
  let key: string | undefined;
  let listFrom = 0;
  /** Numbers may be the beginning of a reference. */
  let numbers = 0;
  do {
    const token = lexer.next();
    const isEntry = open.length === 1 && open[0] === '<<';
    if (token === 'name') {
      const finding = FINDINGS.get(lexer.text);
      if (finding) found(finding);
    }
    if (token === '<<' || token === '[') {
      if (open.length >= MOST_DEPTH) throw new PdfDamaged('too deep');
      if (isEntry) listFrom = lexer.at - token.length;
      open.push(token);
    } else if (token === '>>' || token === ']') {
      if (open.pop() !== (token === '>>' ? '<<' : '[')) throw new PdfDamaged('brackets do not fit');
      if (open.length === 1 && open[0] === '<<') {
        set(lexer.bytes.toString('latin1', listFrom, Math.min(lexer.at, listFrom + LIST_BYTES)));
      }
    } else if (token === 'end') {
      throw new PdfDamaged('an object without an end');
    } else if (token === 'word') {
      if (!/^(?:true|false|null|R)$/.test(lexer.text)) throw new PdfDamaged('a word out of its place');
      if (isEntry && lexer.text === 'R') refer();
      else if (isEntry) set(lexer.text);
    } else if (isEntry) {
      takeEntry(token);
    } else if (open.length === 0 && token === 'number') {
      number = Number(lexer.text);
    }
  } while (open.length > 0);
  return { entries, doubled, number };

  function takeEntry(token: 'name' | 'number' | 'string'): void {
    if (token === 'number' && numbers > 0) {
      if ((numbers += 1) > 2) throw new PdfDamaged('numbers in a row');
      return;
    }
    if (key === undefined || numbers > 0) {
      if (token !== 'name' || numbers > 1) throw new PdfDamaged('an entry without a name');
      key = lexer.text;
      numbers = 0;
      doubled ||= entries.has(key);
      entries.set(key, '');
      return;
    }
    if (token === 'number') {
      entries.set(key, lexer.text);
      numbers = 1;
    } else {
      set(token === 'name' ? `/${lexer.text}` : '()');
    }
  }

  function set(value: string): void {
    if (key === undefined || numbers > 0) throw new PdfDamaged('an entry without a name');
    entries.set(key, value);
    key = undefined;
  }

  function refer(): void {
    if (key === undefined || numbers !== 2) throw new PdfDamaged('a reference to nothing');
    entries.set(key, `${entries.get(key)} R`);
    key = undefined;
    numbers = 0;
  }
}
