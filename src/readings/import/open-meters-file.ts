import type { Line } from '../../imports/csv-lines.js';
import type { ImportLayout } from '../../imports/import-layout.js';
import { openFile, OpenTable } from '../../imports/open-table.js';
import { tableSource } from '../../imports/table-source.js';
import { METER_COLUMNS, readLayout } from './meter-columns.js';
import { MeterCells } from './meter-cells.js';
import { mayBeOneS, ONE_S_BLOCK, oneSTitle, OneSRows } from './one-s-rows.js';
import type { MetersFile, ReadRow } from './meter-records.js';
import { TableRows } from './table-rows.js';

const ADVICE = 'Загрузите CSV или книгу Excel (XLSX) со счетчиками или показаниями';

/**
 * Recognises a file of meters or readings and reads its headings. `today`, `2026-11-25`, is the last day of what may
 * have happened.
 */
export async function openMeters(
  path: string,
  today: string,
  layout: ImportLayout = {},
): Promise<MetersFile> {
  const { file, type } = await openFile(path, ADVICE);
  const mayBeHeader = (cells: readonly string[]) => METER_COLUMNS.mayBeHeader(cells, layout.columns);
  const mayBeTable = (cells: readonly string[]) => mayBeHeader(cells) || mayBeOneS(cells);
  const source = await tableSource(file, type, layout, mayBeTable);
  const table = await OpenTable.find(source, mayBeHeader, layout);
  const common = { sha256: file.sha256, share: () => source.share() };
  const { accountLength, decimal } = layout;
  // Numbers of a book have a point, whatever the profile says of texts.
  const sign = source.format === 'xlsx' ? undefined : decimal;
  const rules = { today, accountLength, decimal: sign, singleByte: source.singleByte };
  if (isOneS(table)) {
    const rows = new OneSRows(new MeterCells({ ...rules, title: oneSTitle }));
    return {
      ...common,
      format: 'csv_1s',
      bringsMeters: true,
      titles: [],
      notices: source.notices,
      title: (column) => ONE_S_TITLES[column] ?? '',
      rows: () => readAll(table.all(), (line) => rows.row(line)),
    };
  }
  const headings = readLayout(table);
  const title = (position: number) => source.title(headings.titles[position] ?? '', position);
  const rows = new TableRows(headings, new MeterCells({ ...rules, title }));
  return {
    ...common,
    format: headings.format,
    bringsMeters: headings.bringsMeters,
    titles: headings.titles,
    notices: [...source.notices, ...headings.notices],
    title: (column) => {
      const { positions } = headings;
      return title(positions[column] ?? positions.number ?? positions.account ?? 0);
    },
    rows: () => readAll(table.lines(), (one) => rows.row(one)),
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

function isOneS(table: OpenTable): boolean {
  if (table.hasHeader) return table.header[5]?.trim() === ONE_S_BLOCK[0];
  return mayBeOneS(table.header) || table.first.some(({ cells }) => mayBeOneS(cells));
}

async function* readAll(
  all: AsyncGenerator<readonly Line[]>,
  read: (line: Line) => ReadRow | undefined,
): AsyncGenerator<readonly ReadRow[]> {
  for await (const lines of all) yield lines.flatMap((line) => read(line) ?? []);
}
