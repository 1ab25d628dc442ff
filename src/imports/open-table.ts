import { refuseFile, refuseMarkup } from './book-file.js';
import { squeezed } from './cells.js';
import type { ColumnTable, Headings } from './column-table.js';
import type { Line } from './csv-lines.js';
import { HEADER_SEARCH } from './delimiter.js';
import { fileType } from './file-type.js';
import type { ImportLayout } from './import-layout.js';
import { HeadingsRefused, ImportRefused } from './import-refused.js';
import { type LocalFile, lookThrough } from './local-file.js';
import type { MayBeHeader, TableSource } from './table-source.js';

const SHOWN_ROWS = 5;

/** Looks through a file that holds a text or a book; `advice` is what to load instead of anything else. */
export async function openFile(
  path: string,
  advice: string,
): Promise<{ file: LocalFile; type: 'text' | 'zip' }> {
  const file = await lookThrough(path);
  if (file.bytes === 0) throw new ImportRefused('Файл пустой');
  const type = fileType(file.head);
  if (type !== 'text' && type !== 'zip') return refuseFile(file, type, advice);
  if (type === 'text') refuseMarkup(file.head);
  return { file, type };
}

/** A table whose row of headings has been looked for; its rows come next. */
export class OpenTable {
  private constructor(
    readonly source: TableSource,
    private readonly mapping: Readonly<Record<string, string>>,
    /** Whether a row of headings was found; else one that may be it is taken for it. */
    readonly hasHeader: boolean,
    /** Rows above the headings. */
    private readonly titles: readonly Line[],
    private readonly above: readonly Line[],
    /** The rows below the headings that have been read with them. */
    readonly first: readonly Line[],
    private readonly rest: AsyncGenerator<readonly Line[]>,
  ) {}

  /** Finds the row of headings, and one below that belongs to it, among the first rows of a table. */
  static async find(
    source: TableSource,
    mayBeHeader: MayBeHeader,
    { skipRows, columns = {} }: ImportLayout,
  ): Promise<OpenTable> {
    const skip = skipRows ?? 0;
    const lines = source.lines();
    const first: Line[] = [];
    while (first.length < HEADER_SEARCH) {
      const next = await lines.next();
      if (next.done) break;
      first.push(...next.value.filter((line) => line.row > skip));
    }
    if (first.length === 0) {
      throw new ImportRefused(
        skip > 0 ? `После ${skip} пропущенных строк в файле ничего нет` : 'Файл пустой',
      );
    }
    const near = first.findIndex((line) => line.row <= skip + HEADER_SEARCH && mayBeHeader(line.cells));
    const at = skipRows === undefined ? (near < 0 ? widest(first) : near) : 0;
    const end = at + (goesOn(first[at]!, first[at + 1]) ? 2 : 1);
    return new OpenTable(
      source,
      columns,
      near >= 0,
      first.slice(0, at),
      first.slice(at, end),
      first.slice(end),
      lines,
    );
  }

  /** The cells of the row of headings. */
  get header(): readonly string[] {
    return this.above[0]!.cells;
  }

  /** Reads the headings as those of a kind of files; the refusal tells what was found. */
  headings<Column extends string>(columns: ColumnTable<Column>): Headings<Column> {
    const titles = this.titlesOf(columns);
    return this.orSeen(titles, () => columns.read(titles, this.mapping));
  }

  /** The headings as they stand in the file, told by the columns of a kind of files. */
  titlesOf<Column extends string>(columns: ColumnTable<Column>): string[] {
    return columns.titlesOf(this.header, this.above[1]?.cells, this.mapping);
  }

  /** Does something with headings, whose refusal tells the beginning of the table. */
  orSeen<T>(titles: readonly string[], work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (error instanceof HeadingsRefused) {
        error.seen = {
          titles,
          rows: this.first.slice(0, SHOWN_ROWS).map(({ cells }) => cells.slice(0, titles.length)),
        };
      }
      throw error;
    }
  }

  /** All rows from the first on, for files without headings. */
  async *all(): AsyncGenerator<readonly Line[]> {
    yield [...this.titles, ...this.above];
    yield* this.lines();
  }

  /** All rows below the headings. */
  async *lines(): AsyncGenerator<readonly Line[]> {
    yield this.first;
    yield* this.rest;
  }
}

/** A table has its headings over all of its columns; titles above it stand in one or two cells. */
function widest(lines: readonly Line[]): number {
  const widths = lines.map(({ cells }) => cells.filter((cell) => /\p{L}/u.test(squeezed(cell))).length);
  return widths.indexOf(Math.max(...widths));
}

/** Units and parts of merged headings stand in a second row: without digits, and without a word in the first column. */
function goesOn(header: Line, next: Line | undefined): boolean {
  if (next?.row !== header.row + 1) return false;
  const [first = '', ...others] = next.cells;
  return first.trim() === '' && others.some((cell) => cell.trim() !== '') && !/\d/.test(others.join(''));
}
