/** A column of a file that people bring, with what may stand in it. */
interface SampleColumn {
  readonly title: string;
  /** Without it, or one of those marked so, the file is refused. */
  readonly needed?: true;
  readonly about: string;
  /** The cells of the sample's rows, made up. */
  readonly cells: readonly string[];
}

/** A file as the portal likes it best: to be downloaded, filled in and loaded. */
export interface FileSample {
  /** The name of the file without its ending. */
  readonly id: string;
  readonly title: string;
  readonly about: string;
  /** The form of the panel that takes it. */
  readonly form: string;
  readonly columns: readonly SampleColumn[];
}

/** The rows of a sample, the headings first. */
export function sampleRows({ columns }: FileSample): string[][] {
  const rows = columns[0]?.cells.map((_, row) => columns.map(({ cells }) => cells[row] ?? '')) ?? [];
  return [columns.map(({ title }) => title), ...rows];
}
