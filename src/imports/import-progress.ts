const GOAL = 1000;

/** How far an import is, in thousandths; the parts are as long as they usually take. */
export class ImportProgress {
  private readonly reading: number;

  constructor(
    private readonly tell: (done: number, goal: number) => void,
    writes: boolean,
  ) {
    this.reading = writes ? 450 : 850;
  }

  /** So much of the file has been read, from 0 to 1. */
  read(share: number): void {
    this.tell(Math.floor(this.reading * share), GOAL);
  }

  /** All rows are in the database, in temporary tables. */
  staged(): void {
    this.tell(this.reading, GOAL);
  }

  /** It is known what is to be done. */
  compared(): void {
    this.tell(this.reading + 150, GOAL);
  }

  /** All rows stand in their tables; what follows from them comes next. */
  written(): void {
    this.tell(900, GOAL);
  }
}
