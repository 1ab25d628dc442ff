import { refuseFile, refuseMarkup } from '../../imports/book-file.js';
import type { Line } from '../../imports/csv-lines.js';
import { HEADER_SEARCH } from '../../imports/delimiter.js';
import { fileType } from '../../imports/file-type.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { lookThrough } from '../../imports/local-file.js';
import { tableSource } from '../../imports/table-source.js';
import { mayBeHeader, readLayout } from './meter-columns.js';
import { MeterCells } from './meter-cells.js';
import { mayBeOneS, ONE_S_BLOCK, oneSTitle, OneSRows } from './one-s-rows.js';
import type { MetersFile, ReadRow } from './meter-records.js';
import { TableRows } from './table-rows.js';

const ADVICE = 'Загрузите CSV или книгу Excel (XLSX) со счетчиками или показаниями';

/** How a file is to be understood. */
export interface OpenOptions {
  /** The last day of what may have happened, `2026-11-25`. */
  readonly today: string;
  /** Account numbers are padded with zeros on the left to so many digits, as Excel eats them. */
  readonly accountLength?: number | undefined;
}

/** Recognises a file of meters or readings and reads its headings. */
export async function openMeters(path: string, options: OpenOptions): Promise<MetersFile> {
  const file = await lookThrough(path);
  if (file.bytes === 0) throw new ImportRefused('Файл пустой');
  const type = fileType(file.head);
  if (type !== 'text' && type !== 'zip') return refuseFile(file, type, ADVICE);
  if (type === 'text') refuseMarkup(file.head);
  const source = await tableSource(file, type, (cells) => mayBeHeader(cells) || mayBeOneS(cells));
  const { first, rest } = await beginning(source.lines());
  const common = { sha256: file.sha256, share: () => source.share() };
  const rules = { ...options, singleByte: source.singleByte };
  const header = first.findIndex((line) => line.row <= HEADER_SEARCH && mayBeHeader(line.cells));
  const oneS = header < 0 ? first.some(({ cells }) => mayBeOneS(cells)) : isOneSHeader(first[header]!);
  if (oneS) {
    const rows = new OneSRows(new MeterCells({ ...rules, title: oneSTitle }));
    return {
      ...common,
      format: 'csv_1s',
      bringsMeters: true,
      titles: [],
      notices: source.notices,
      title: (column) => ONE_S_TITLES[column] ?? '',
      rows: () => readAll(first, rest, (line) => rows.row(line)),
    };
  }
  const line = first[Math.max(header, 0)]!;
  const layout = readLayout(line.cells);
  const title = (position: number) => source.title(layout.titles[position] ?? '', position);
  const rows = new TableRows(layout, new MeterCells({ ...rules, title }));
  const below = first.filter(({ row }) => row > line.row);
  return {
    ...common,
    format: layout.format,
    bringsMeters: layout.bringsMeters,
    titles: layout.titles,
    notices: [...source.notices, ...layout.notices],
    title: (column) => {
      const position = layout.positions[column] ?? layout.positions.number ?? layout.positions.account ?? 0;
      return title(position);
    },
    rows: () => readAll(below, rest, (one) => rows.row(one)),
  };
}

const ONE_S_TITLES: Readonly<Record<string, string>> = {
  account: 'accountNumber',
  number: 'meterNumber',
  meter_id: 'meterNumber',
  resource: 'meterType',
  tariffs: 'meterType',
  value1: 'meterValue',
  taken_on: 'date',
};

function isOneSHeader({ cells }: Line): boolean {
  return cells[5]?.trim() === ONE_S_BLOCK[0];
}

/** The rows in which headings are looked for; `rest` goes on where they end. */
async function beginning(
  lines: AsyncGenerator<readonly Line[]>,
): Promise<{ first: readonly Line[]; rest: AsyncGenerator<readonly Line[]> }> {
  const first: Line[] = [];
  while (first.length < HEADER_SEARCH) {
    const next = await lines.next();
    if (next.done) break;
    first.push(...next.value);
  }
  if (first.length === 0) throw new ImportRefused('Файл пустой');
  return { first, rest: lines };
}

async function* readAll(
  first: readonly Line[],
  rest: AsyncGenerator<readonly Line[]>,
  read: (line: Line) => ReadRow | undefined,
): AsyncGenerator<readonly ReadRow[]> {
  const all = (lines: readonly Line[]) => lines.flatMap((line) => read(line) ?? []);
  yield all(first);
  for await (const lines of rest) yield all(lines);
}
