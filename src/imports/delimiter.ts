import { ImportRefused } from './import-refused.js';

/** What may stand between the cells of a row. */
export type Delimiter = ';' | ',';

/** The delimiter of a file, recognised by its first line that is not blank. */
export function recogniseDelimiter(head: string): Delimiter {
  const [line = ''] = head.split(/\r\n|\n|\r/).filter((candidate) => candidate.trim() !== '');
  const unquoted = line.replace(/"[^"]*"/g, '');
  const semicolons = unquoted.split(';').length;
  const commas = unquoted.split(',').length;
  if (semicolons === 1 && commas === 1 && unquoted.includes('\t')) {
    throw new ImportRefused('Столбцы разделены табуляцией. Сохраните файл с разделителем «;» или «,»');
  }
  return commas > semicolons ? ',' : ';';
}
