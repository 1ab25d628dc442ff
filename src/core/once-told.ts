import type { Log } from './log.js';

/** Tells the log of a trouble when it begins, not at each look at what goes on being wrong. */
export class OnceTold {
  private trouble = '';

  constructor(
    private readonly log: Log,
    /** The word in the log for what is looked at. */
    private readonly where: string,
  ) {}

  /** Does a piece of work and keeps its errors. */
  async of(work: () => Promise<void>): Promise<void> {
    try {
      await work();
      this.trouble = '';
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      if (message !== this.trouble) this.log.error(error, this.where);
      this.trouble = message;
    }
  }
}
