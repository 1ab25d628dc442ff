import type { Line } from './csv-lines.js';
import { ImportRefused } from './import-refused.js';
import { type SheetContext, sheetRows } from './sheet-rows.js';
import { attribute, dateStyles, richText, unescaped } from './sheet-values.js';
import { xmlElements, xmlPrefix } from './xml-elements.js';
import { unpacked, unpackedPieces, type ZipEntry, zipEntries } from './zip.js';

/** A sheet of a book. */
export interface Sheet {
  readonly name: string;
  /** The length of its XML, as the book tells it. */
  readonly bytes: number;
  /** How many bytes `rows` has read so far. */
  readonly progress: { bytes: number };
  /** Its rows that have a value; a cell is the text that Excel shows in its plainest form. */
  rows(): AsyncGenerator<Line[]>;
}

type Entries = ReadonlyMap<string, ZipEntry>;

/**
 * Opens a book of Excel (ECMA-376). Packages of npm unpack whole books into the memory, dozens of times their size,
 * and take a formula that failed for an empty cell, which here would be money.
 */
export async function openWorkbook(book: Buffer): Promise<Sheet[]> {
  const entries: Entries = new Map(zipEntries(book).map((entry) => [entry.name, entry]));
  const workbook = await textOf(entries, 'xl/workbook.xml');
  if (workbook === '') {
    throw new ImportRefused('Это архив, а не книга Excel. Распакуйте его и загрузите файл из него');
  }
  const targets = new Map<string, { path: string; type: string }>();
  for (const [tag] of (await textOf(entries, 'xl/_rels/workbook.xml.rels')).matchAll(RELATION)) {
    const target = attribute(tag, 'Target');
    const path = target.startsWith('/') ? target.slice(1) : `xl/${target.replace(/^\.\//, '')}`;
    targets.set(attribute(tag, 'Id'), { path, type: attribute(tag, 'Type').replace(/^.*\//, '') });
  }
  const pathOf = (type: string) => [...targets.values()].find((target) => target.type === type)?.path ?? '';
  const context: SheetContext = {
    texts: await sharedTexts(entries, pathOf('sharedStrings')),
    dateStyles: dateStyles(await textOf(entries, pathOf('styles'))),
    since1904: /\sdate1904="(?:1|true)"/.test(workbook),
  };
  return Array.from(workbook.matchAll(SHEET), ([tag]) => {
    const entry = entries.get(targets.get(/\s\w+:id="([^"]*)"/.exec(tag)?.[1] ?? '')?.path ?? '');
    const progress = { bytes: 0 };
    return {
      name: unescaped(attribute(tag, 'name')),
      bytes: entry?.size ?? 0,
      progress,
      rows: () => sheetRows(entry ? decoded(entry, progress) : nothing(), context),
    };
  });
}

/** How much of some sheets has been read, from 0 to 1. */
export function shareRead(sheets: readonly Sheet[]): number {
  const bytes = sheets.reduce((sum, sheet) => sum + sheet.bytes, 0);
  return bytes === 0 ? 0 : sheets.reduce((sum, { progress }) => sum + progress.bytes, 0) / bytes;
}

const RELATION = /<(?:\w+:)?Relationship\s[^<>]*>/g;
const SHEET = /<(?:\w+:)?sheet\s[^<>]*>/g;

async function sharedTexts(entries: Entries, path: string): Promise<string[]> {
  const xml = await textOf(entries, path);
  return Array.from(xmlElements(xml, `${xmlPrefix(xml, 'si') ?? ''}si`), ([, content]) => richText(content));
}

async function textOf(entries: Entries, name: string): Promise<string> {
  const entry = entries.get(name);
  return entry ? new TextDecoder().decode(await unpacked(entry)) : '';
}

async function* decoded(entry: ZipEntry, progress: { bytes: number }): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  progress.bytes = 0;
  for await (const piece of unpackedPieces(entry)) {
    progress.bytes += piece.length;
    yield decoder.decode(piece, { stream: true });
  }
}

async function* nothing(): AsyncGenerator<string> {
  // A sheet of a chart has no rows.
}
