/** So many rows of totals that nothing above them explains may still be those of the rows below. */
const MOST_OPEN = 50;

/** A row of totals of a column. */
export interface ToldTotal {
  readonly row: number;
  readonly kopecks: number;
}

/** Compares what rows of totals say of a column with what its rows add up to: the whole of it, or the part since any total above. */
export class ColumnTotals {
  /** What the rows so far add up to. */
  counted = 0;
  private readonly marks = new Set([0]);
  private open: (ToldTotal & { readonly from: number })[] = [];
  private last: ToldTotal | undefined;
  private grand: ToldTotal | undefined;
  private told = 0;

  /** A row that is no total. */
  add(kopecks: number): void {
    this.counted += kopecks;
  }

  /** A row of totals; a grand one is of the whole file whatever other ones follow. */
  tell(total: ToldTotal, isGrand: boolean): void {
    this.told += 1;
    this.last = total;
    if (isGrand) this.grand = total;
    this.open = this.stillOpen();
    const isExplained = this.marks.has(this.counted - total.kopecks);
    if (!isExplained && this.open.length < MOST_OPEN) this.open.push({ ...total, from: this.counted });
    this.marks.add(this.counted);
  }

  /** What the file says that the whole column adds up to; undefined where it has totals of its parts only, and they add up. */
  get whole(): number | undefined {
    const told = (this.grand ?? this.last)?.kopecks;
    if (told === undefined || told === this.counted || this.grand || this.told === 1) return told;
    const isOfParts = this.stillOpen().length === 0 && this.marks.has(this.counted);
    return isOfParts ? undefined : told;
  }

  /** The first total of a part that nothing explains, where the whole is right. */
  get odd(): ToldTotal | undefined {
    return this.whole === undefined || this.whole === this.counted
      ? this.stillOpen().find(({ kopecks }) => kopecks !== this.counted)
      : undefined;
  }

  /** A total may stand above its rows, too. */
  private stillOpen(): typeof this.open {
    return this.open.filter(({ kopecks, from }) => kopecks !== this.counted - from);
  }
}
