import { readBook } from '../../imports/book-file.js';
import { openWorkbook } from '../../imports/workbook.js';
import { isGisTemplate, openGis } from './gis.js';
import { type OpenedFile, openNeutral } from './neutral.js';
import type { ExchangeFile, RecordKind } from './billing-records.js';
import { csvBatches } from '../../imports/csv-lines.js';
import { csvSource, sheetSource } from '../../imports/table-source.js';
import type { ImportLayout } from '../../imports/import-layout.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { encodingOf, type LocalFile, textOf } from '../../imports/local-file.js';
import { openFile } from '../../imports/open-table.js';
import { textLines } from '../../imports/text-lines.js';
import { type FormatKey, FORMATS, KIND_NAMES } from './formats.js';
import { mayBeHeader } from './table-columns.js';
import { isGorodRegistry, openGorod } from './gorod.js';
import { encodingOfOneC, isOneC, openOneC } from './one-c.js';
import { isSberRegistry, openSber } from './sber.js';
import { isNamedSberRegistry, openNamedSber } from './sber-named.js';
import { refusedServiceLine } from './service-line.js';

const ADVICE =
  'Загрузите CSV, книгу Excel (XLSX), реестр Сбербанка или «Города», выписку 1CClientBankExchange';

/**
 * Recognises a file of the office's accounting or of a bank and reads its headings.
 * Without `kind` the file itself tells what it brings; `today`, `2026-11-23`, is the last day of what may have happened.
 */
export async function openExchange(
  path: string,
  fileName: string,
  kind: RecordKind | undefined,
  today: string,
  layout: ImportLayout = {},
): Promise<ExchangeFile> {
  const { file, type } = await openFile(path, ADVICE);
  const opened = { sha256: file.sha256, kind, today, layout };
  if (type === 'zip') return ofKind(await openBook(opened, await readBook(file)), kind);
  return { share: () => file.progress.bytes / file.bytes, ...(await openText(file, fileName, opened)) };
}

async function openText(file: LocalFile, fileName: string, opened: OpenedFile): Promise<ExchangeFile> {
  const { layout, kind } = opened;
  if (isOneC(file.head)) {
    const text = textOf(file, layout.encoding ?? encodingOfOneC(file.head));
    return ofKind(openOneC(opened, textLines(text)), kind);
  }
  const encoding = await encodingOf(file, layout);
  const head = new TextDecoder(encoding).decode(file.head);
  if (head.trim() === '') throw new ImportRefused('Файл пустой');
  const registry = () => csvBatches(textOf(file, encoding), ';', false);
  if (isGorodRegistry(head)) return ofKind(openGorod(opened, fileName, registry()), kind);
  if (isSberRegistry(head)) return ofKind(openSber(opened, registry()), kind);
  if (isNamedSberRegistry(head)) return ofKind(openNamedSber(opened, registry()), kind);
  const refused = refusedServiceLine(head, headersOf(opened));
  if (refused !== undefined) throw new ImportRefused(refused);
  return openNeutral(opened, csvSource(file, encoding, layout, headersOf(opened)));
}

function ofKind(file: ExchangeFile, kind: RecordKind | undefined): ExchangeFile {
  if (kind === undefined || kind === file.kind) return file;
  const format = FORMATS[file.format as FormatKey];
  throw new ImportRefused(
    `${format} — это ${KIND_NAMES[file.kind]}, а вы загружаете ${KIND_NAMES[kind]}. Проверьте, тот ли файл выбран`,
  );
}

/** Opens a book of Excel: the template of ГИС ЖКХ, or a table of the neutral format on the first sheet that is not empty. */
async function openBook(file: OpenedFile, book: Buffer): Promise<ExchangeFile> {
  const sheets = await openWorkbook(book);
  if (isGisTemplate(sheets)) return openGis(file, sheets);
  return openNeutral(file, await sheetSource(sheets, headersOf(file)));
}

/** Headings of the kind that is loaded; of any kind where the file is to tell it. */
function headersOf({ layout }: OpenedFile): (cells: readonly string[]) => boolean {
  return (cells) => mayBeHeader(cells, layout.columns);
}
