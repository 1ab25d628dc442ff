import { OpenTable } from '../../src/imports/open-table.js';
import type { TableSource } from '../../src/imports/table-source.js';

/** A table that has nothing but these headings. */
export function headed(
  titles: readonly string[],
  columns: Readonly<Record<string, string>> = {},
): Promise<OpenTable> {
  async function* lines() {
    yield await Promise.resolve([{ row: 1, cells: titles }]);
  }
  const source: TableSource = {
    ...{ format: 'csv', about: '', notices: [], singleByte: false },
    ...{ lines, look: lines, title: (heading) => heading, share: () => 1 },
  };
  return OpenTable.find(source, () => true, { columns });
}
