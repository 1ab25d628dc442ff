import type { ImportWatch } from './billing-report.js';

const GOAL = 1000;

/** How far a load is, in thousandths; the parts are as long as they usually take. */
export class LoadProgress {
  private readonly reading: number;

  constructor(
    private readonly watch: ImportWatch,
    writes: boolean,
  ) {
    this.reading = writes ? 450 : 850;
  }

  /** So much of the file has been read, from 0 to 1. */
  read(share: number): void {
    this.tell(Math.floor(this.reading * share));
  }

  /** All rows are in the database, in temporary tables. */
  staged(): void {
    this.tell(this.reading);
  }

  /** It is known what is to be done. */
  compared(): void {
    this.tell(this.reading + 150);
  }

  /** All rows stand in their tables; balances come next. */
  written(): void {
    this.tell(900);
  }

  private tell(done: number): void {
    this.watch.progress?.(done, GOAL);
  }
}
