import { daysAfter } from '../text/month.js';

/** The last month that is over, as samples write it: charges of it are there, and no day of it is still to come. */
class SampleMonth {
  private readonly end: string;

  /** `today` is a day, `2026-11-23`. */
  constructor(today: string) {
    this.end = daysAfter(`${today.slice(0, 8)}01`, -1);
  }

  /** «10.2026». */
  get name(): string {
    return this.last.slice(3);
  }

  /** «31.10.2026». */
  get last(): string {
    return dotted(this.end);
  }

  /** «05.10.2026». */
  day(day: number): string {
    return dotted(`${this.end.slice(0, 8)}${String(day).padStart(2, '0')}`);
  }
}

/** A column of a file that people bring, with what may stand in it. */
interface SampleColumn {
  readonly title: string;
  /** Without it, or one of those marked so, the file is refused. */
  readonly needed?: true;
  readonly about: string;
  /** The cells of the sample's rows, made up. */
  readonly cells: readonly string[] | ((month: SampleMonth) => readonly string[]);
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

/** The rows of a sample, the headings first, as they are on a day, `2026-11-23`. */
export function sampleRows({ columns }: FileSample, today: string): string[][] {
  const month = new SampleMonth(today);
  const filled = columns.map(({ cells }) => (typeof cells === 'function' ? cells(month) : cells));
  const rows = filled[0]?.map((_, row) => filled.map((cells) => cells[row] ?? '')) ?? [];
  return [columns.map(({ title }) => title), ...rows];
}

function dotted(day: string): string {
  return day.split('-').reverse().join('.');
}
