import { CsvError, parse } from 'csv-parse';
import { Readable, pipeline } from 'node:stream';
import type { Delimiter } from './delimiter.js';
import { ImportRefused } from './import-refused.js';

/** One row of a table; `row` is the number of its first line in the file. */
export interface Line {
  readonly row: number;
  readonly cells: readonly string[];
}

/** No honest row is longer; what is longer has a quotation mark that nobody closed, or is no table. */
const MAX_LINE_LENGTH = 64 * 1024;

/** Takes a CSV text apart; rows without any value are left out. Strange quotation marks stay in the value. */
export async function* csvLines(text: AsyncIterable<string>, delimiter: Delimiter): AsyncGenerator<Line> {
  const parser = parse({
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    max_record_size: MAX_LINE_LENGTH,
    relax_column_count: true,
    relax_quotes: true,
    ltrim: true, // trim refuses what follows a quoted value: "Ромашка" ООО
  });
  pipeline(Readable.from(text), parser, () => undefined); // the loop below sees its errors
  let row = 1;
  let breaks = 0;
  try {
    for await (const cells of parser as AsyncIterable<string[]>) {
      if (cells.some((cell) => cell.trim() !== '')) yield { row, cells };
      const inside = cells.reduce((sum, cell) => sum + lineBreaks(cell), 0);
      row += 1 + inside;
      breaks += inside;
    }
  } catch (error) {
    // The parser is ahead of the rows that came out of it.
    throw error instanceof CsvError ? explained(error, parser.info.records + breaks + 1) : error;
  } finally {
    parser.destroy();
  }
}

function explained(error: CsvError, row: number): Error {
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return new ImportRefused(
        `В строке ${row} открыта и до конца файла не закрыта кавычка ("). Возможно, файл обрезан`,
      );
    case 'CSV_MAX_RECORD_SIZE':
      return new ImportRefused(
        `Строка ${row} длиннее ${MAX_LINE_LENGTH / 1024} КБ: в ней не закрыта кавычка (") или это не таблица`,
      );
    default:
      return new ImportRefused(`Строка ${row} не разбирается на значения: проверьте в ней кавычки (")`);
  }
}

function lineBreaks(cell: string): number {
  return cell.includes('\n') || cell.includes('\r') ? cell.split(/\r\n|\n|\r/).length - 1 : 0;
}
