import { BookXml, readXml, RichText } from './book-xml.js';
import type { Line } from './csv-lines.js';
import { ImportRefused } from './import-refused.js';
import { type SheetContext, sheetRows } from './sheet-rows.js';
import { dateStyles, shownPlaces } from './sheet-values.js';
import { unpacked, unpackedPieces, type ZipEntry, zipEntries } from './zip.js';

/** A sheet of a book. */
export interface Sheet {
  readonly name: string;
  /** Hidden by the person or the program that made the book: what is on it is not meant to be read. */
  readonly isHidden: boolean;
  /** The length of its XML, as the book tells it. */
  readonly bytes: number;
  /** How many bytes `rows` has read so far. */
  readonly progress: { bytes: number };
  /**
   * Its rows that have a value; a cell is the text that Excel shows in its plainest form. How far they are read stands in
   * `told`, or in `progress`.
   */
  rows(told?: { bytes: number }): AsyncGenerator<Line[]>;
}

/** The files of a book by their names in small letters: programs write `SharedStrings.xml` and mean `sharedStrings.xml`. */
type Entries = ReadonlyMap<string, ZipEntry>;

/**
 * Opens a book of Excel (ECMA-376). Packages of npm unpack whole books into the memory, dozens of times their size,
 * and take a formula that failed for an empty cell, which here would be money.
 */
export async function openWorkbook(book: Buffer): Promise<Sheet[]> {
  const files = await zipEntries(book);
  const entries: Entries = new Map(files.map((entry) => [entry.name.toLowerCase(), entry]));
  const own = [...(await relations(entries, '')).values()];
  const mainPath = own.find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml';
  const workbook = await textOf(entries, mainPath);
  if (workbook === '' || !mainPath.endsWith('.xml')) throw new ImportRefused(notABook(entries));
  const targets = await relations(entries, mainPath);
  const pathOf = (type: string) => [...targets.values()].find((target) => target.type === type)?.path ?? '';
  const styles = await textOf(entries, pathOf('styles'));
  const { sheets, since1904 } = contentsOf(workbook);
  const context: SheetContext = {
    texts: await sharedTexts(entries, pathOf('sharedStrings')),
    dateStyles: dateStyles(styles),
    places: shownPlaces(styles),
    since1904,
  };
  return sheets.map(({ name, isHidden, id }) => {
    const entry = entries.get(targets.get(id)?.path ?? '');
    const progress = { bytes: 0 };
    return {
      name,
      isHidden,
      bytes: entry?.size ?? 0,
      progress,
      rows: (told = progress) => sheetRows(entry ? decoded(entry, told) : nothing(), context),
    };
  });
}

/** The sheets that a book names, and since when it counts days. */
function contentsOf(workbook: string): {
  sheets: { name: string; isHidden: boolean; id: string }[];
  since1904: boolean;
} {
  const sheets: { name: string; isHidden: boolean; id: string }[] = [];
  let since1904 = false;
  readXml(workbook, {
    open(name, attributes) {
      if (name === 'workbookPr') since1904 = ['1', 'true'].includes(attributes['date1904'] ?? '');
      if (name !== 'sheet') return;
      const id = Object.keys(attributes).find((attribute) => attribute.endsWith(':id'));
      sheets.push({
        name: attributes['name'] ?? '',
        isHidden: ['hidden', 'veryHidden'].includes(attributes['state'] ?? ''),
        id: id === undefined ? '' : attributes[id]!,
      });
    },
  });
  return { sheets, since1904 };
}

/** What a part of a book refers to, by the ids of the references (ECMA-376-2, 9.3); '' are the book's own. */
async function relations(
  entries: Entries,
  part: string,
): Promise<ReadonlyMap<string, { path: string; type: string }>> {
  const [, folder = '', name = ''] = /^(.*\/)?([^/]*)$/.exec(part) ?? [];
  const targets = new Map<string, { path: string; type: string }>();
  readXml(await textOf(entries, `${folder}_rels/${name}.rels`), {
    open(element, attributes) {
      if (element !== 'Relationship') return;
      const target = (attributes['Target'] ?? '').replaceAll('\\', '/').toLowerCase();
      const path = target.startsWith('/') ? target.slice(1) : inFolder(folder, target);
      targets.set(attributes['Id'] ?? '', { path, type: (attributes['Type'] ?? '').replace(/^.*\//, '') });
    },
  });
  return targets;
}

function inFolder(folder: string, target: string): string {
  const steps = folder.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '..') steps.pop();
    else if (step !== '.') steps.push(step);
  }
  return steps.join('/');
}

/** What else is packed like a book of Excel, and what to do with it. */
function notABook(entries: Entries): string {
  const save = 'Откройте файл и сохраните как «Книга Excel (.xlsx)»';
  if (entries.has('xl/workbook.bin')) return `Это двоичная книга Excel (XLSB). ${save}`;
  if (entries.has('content.xml') && entries.has('mimetype')) return `Это таблица LibreOffice (ODS). ${save}`;
  if (entries.has('index/document.iwa') || entries.has('index.zip')) {
    return 'Это таблица Numbers. Выберите в ней «Файл» → «Экспортировать в» → «Excel»';
  }
  if (entries.has('word/document.xml')) {
    return 'Это документ Word. Перенесите таблицу в Excel и сохраните как «Книга Excel (.xlsx)»';
  }
  return 'Это архив, а не книга Excel. Распакуйте его и загрузите файл из него';
}

/** How much of some sheets has been read, from 0 to 1. */
export function shareRead(sheets: readonly Sheet[]): number {
  const bytes = sheets.reduce((sum, sheet) => sum + sheet.bytes, 0);
  return bytes === 0 ? 0 : sheets.reduce((sum, { progress }) => sum + progress.bytes, 0) / bytes;
}

async function sharedTexts(entries: Entries, path: string): Promise<string[]> {
  const entry = entries.get(path.toLowerCase());
  const texts: string[] = [];
  if (!entry) return texts;
  const rich = new RichText();
  const reader = new BookXml({
    open(name) {
      if (name === 'si') rich.start();
      else rich.open(name);
    },
    text: (text) => rich.add(text),
    close(name) {
      if (name === 'si') texts.push(rich.end());
      else rich.close(name);
    },
  });
  for await (const piece of decoded(entry, { bytes: 0 })) reader.write(piece);
  reader.close();
  return texts;
}

async function textOf(entries: Entries, name: string): Promise<string> {
  const entry = entries.get(name.toLowerCase());
  return entry ? new TextDecoder().decode(await unpacked(entry)) : '';
}

async function* decoded(entry: ZipEntry, progress: { bytes: number }): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  progress.bytes = 0;
  for await (const piece of unpackedPieces(entry)) {
    progress.bytes += piece.length;
    yield decoder.decode(piece, { stream: true });
  }
  yield decoder.decode();
}

async function* nothing(): AsyncGenerator<string> {
  // A sheet of a chart has no rows.
}
