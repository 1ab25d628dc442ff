import { CellReader } from '../../imports/cell-reader.js';
import { Dates } from '../../imports/dates.js';
import type { ImportLayout } from '../../imports/import-layout.js';
import type { ImportFile } from '../../imports/import-rows.js';
import { openFile, OpenTable } from '../../imports/open-table.js';
import { tableSource } from '../../imports/table-source.js';
import { ACCOUNT_COLUMNS, type Layout } from './account-columns.js';
import { AccountRows, type AccountValues } from './account-row.js';

const ADVICE = 'Загрузите CSV или книгу Excel (XLSX) с лицевыми счетами';
/** No column of such a file is a day. */
const NO_DATES = new Dates('2099-12-31');

/** A file of accounts whose headings have been read. */
export interface AccountsFile extends ImportFile<AccountValues> {
  readonly layout: Layout;
  /** How it is written. */
  readonly about: string;
}

/** Opens a file of accounts and reads its headings. */
export async function openAccounts(path: string, layout: ImportLayout = {}): Promise<AccountsFile> {
  const { file, type } = await openFile(path, ADVICE);
  const mayBeHeader = (cells: readonly string[]) => ACCOUNT_COLUMNS.mayBeHeader(cells, layout.columns);
  const source = await tableSource(file, type, layout, mayBeHeader);
  const table = await OpenTable.find(source, mayBeHeader, layout);
  const headings = table.headings(ACCOUNT_COLUMNS);
  const cells = new CellReader({
    dates: NO_DATES,
    title: (position) => source.title(headings.titles[position] ?? '', position),
    accountLength: layout.accountLength,
    singleByte: source.singleByte,
  });
  const rows = new AccountRows(headings, cells);
  return {
    layout: headings,
    about: source.about,
    titles: headings.titles,
    sha256: file.sha256,
    notices: [...source.notices, ...headings.notices],
    share: () => source.share(),
    async *rows() {
      for await (const lines of table.lines()) yield lines.map((line) => rows.read(line));
    },
  };
}
