import { clean } from '../text/russian.js';
import { squeezed, visible, withoutEmptyEnd } from './cells.js';
import { HeadingsRefused } from './import-refused.js';

/** Column of a table to the heading that a profile says it has in the file. */
export type Mapping = Readonly<Record<string, string>>;

/** Which column of a file holds what. */
export interface Headings<Column extends string> {
  /** Headings as they stand in the file. */
  readonly titles: readonly string[];
  readonly positions: Readonly<Partial<Record<Column, number>>>;
  /** What is to be said of columns that are not loaded. */
  readonly notices: readonly string[];
}

/** Whether a file has one of some columns. */
type Has<Column> = (...columns: readonly Column[]) => boolean;

/** The columns of a kind of files. */
interface Columns<Column extends string> {
  /** What such a file is, after «не похоже на»: «начисления». */
  readonly what: string;
  /** What each column is called where people read it. */
  readonly titles: Readonly<Record<Column, string>>;
  /** The headings that each is known by besides its own name, squeezed. */
  readonly names: Readonly<Record<Column, readonly string[]>>;
  /** One of each group is needed; which groups may depend on what else a file has. */
  readonly required: (has: Has<Column>) => readonly (readonly Column[])[];
  /** A row of headings has one of these. */
  readonly signs?: readonly Column[];
  /** Headings of which nothing is said though they are not loaded, squeezed. */
  readonly ignored?: readonly string[];
  /** Headings of which something of their own is said, squeezed. */
  readonly told?: Readonly<Record<string, string>>;
}

/** Knows the columns of a kind of files by the headings that offices give them. */
export class ColumnTable<Column extends string> {
  /** What each column is called where people read it. */
  readonly titles: Readonly<Record<Column, string>>;
  private readonly usual: ReadonlyMap<string, Column>;

  constructor(private readonly columns: Columns<Column>) {
    this.titles = columns.titles;
    this.usual = this.known({});
  }

  /** Tells whether a row may be one of headings: a title above a table has none of them. */
  mayBeHeader(cells: readonly string[], mapping: Mapping = {}): boolean {
    const own = new Set(Object.values(mapping).map(squeezed));
    const { signs } = this.columns;
    let [count, isSigned] = [0, signs === undefined];
    for (const cell of cells) {
      const name = squeezed(cell);
      const column = this.usual.get(name);
      if (column !== undefined || own.has(name)) count += 1;
      isSigned ||= own.has(name) || (column !== undefined && signs!.includes(column));
    }
    return isSigned && count >= 2;
  }

  /** The column that is known by a heading. */
  columnOf(title: string): Column | undefined {
    return this.usual.get(squeezed(title));
  }

  /** Tells whether the headings are all that such a file needs. */
  fits(titles: readonly string[], mapping: Mapping = {}): boolean {
    const known = this.known(mapping);
    const found = new Set(titles.map((title) => known.get(squeezed(title))));
    return this.missing((...columns) => columns.some((column) => found.has(column))).length === 0;
  }

  /** The headings in their plain form, of one row or of two that belong together: the lower one tells where the upper one is merged over several columns. */
  titlesOf(cells: readonly string[], below: readonly string[] = [], mapping: Mapping = {}): string[] {
    const known = this.known(mapping);
    const isKnown = (title: string) => known.has(squeezed(title));
    const width = Math.max(withoutEmptyEnd(cells).length, withoutEmptyEnd(below).length);
    return Array.from({ length: width }, (_, index) => {
      const [upper, lower] = [plain(cells[index]), plain(below[index])];
      if (lower === '' || isKnown(upper)) return upper;
      return upper === '' || isKnown(lower) ? lower : `${upper} ${lower}`;
    });
  }

  /** Finds the columns; refuses a file without what is needed, or with a column twice. */
  read(titles: readonly string[], mapping: Mapping = {}): Headings<Column> {
    const known = this.known(mapping);
    const { ignored = [], told = {} } = this.columns;
    const positions: Partial<Record<Column, number>> = {};
    const unknown: string[] = [];
    const notices: string[] = [];
    titles.forEach((title, index) => {
      const name = squeezed(title);
      const column = known.get(name);
      if (column !== undefined) {
        if (positions[column] !== undefined) throw twice(titles, positions[column], index);
        positions[column] = index;
      } else if (Object.hasOwn(told, name)) {
        notices.push(`Столбец «${title}» ${told[name]}`);
      } else if (!ignored.includes(name)) {
        unknown.push(title === '' ? `№ ${index + 1} без названия` : `«${title}»`);
      }
    });
    this.refuseMissing(positions, mapping);
    if (unknown.length > 0) {
      notices.push(`Неизвестные столбцы не загружаются: ${unknown.slice(0, 20).join(', ').slice(0, 500)}`);
    }
    return { titles, positions, notices };
  }

  private refuseMissing(positions: Readonly<Partial<Record<Column, number>>>, mapping: Mapping): void {
    const { what, titles } = this.columns;
    const lost = (Object.keys(titles) as Column[]).filter(
      (column) => mapping[column] !== undefined && positions[column] === undefined,
    );
    if (lost.length > 0) {
      const names = lost.map((column) => `«${mapping[column]}» (${titles[column]})`);
      throw new HeadingsRefused(`В файле нет столбцов, указанных в профиле: ${names.join(', ')}`);
    }
    const missing = this.missing((...columns) => columns.some((column) => positions[column] !== undefined));
    if (missing.length > 0) {
      const names = missing.map((group) => group.map((column) => `«${titles[column]}»`).join(' или '));
      throw new HeadingsRefused(
        `Это не похоже на ${what}: в строке заголовков нет столбцов ${names.join(', ')}`,
      );
    }
  }

  private missing(has: Has<Column>): readonly (readonly Column[])[] {
    return this.columns.required(has).filter((group) => !has(...group));
  }

  private known(mapping: Mapping): Map<string, Column> {
    const own = new Set(Object.values(mapping).map(squeezed));
    const known = new Map<string, Column>();
    for (const [column, names] of Object.entries(this.columns.names) as [Column, readonly string[]][]) {
      const told = mapping[column];
      // What the profile says of a column is said for good: the usual headings no longer mean it.
      if (told !== undefined) known.set(squeezed(told), column);
      else for (const name of [squeezed(column), ...names]) if (!own.has(name)) known.set(name, column);
    }
    return known;
  }
}

function plain(title = ''): string {
  return clean(visible(title).replace(/\p{Cc}/gu, ' '));
}

function twice(titles: readonly string[], first: number, second: number): HeadingsRefused {
  const [one, other] = [titles[first]!, titles[second]!];
  const words =
    one.toLowerCase() === other.toLowerCase()
      ? `Столбец «${one}» встречается дважды`
      : `Столбцы «${one}» и «${other}» — об одном и том же`;
  return new HeadingsRefused(`${words}: столбцы ${first + 1} и ${second + 1}`);
}
