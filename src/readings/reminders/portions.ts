import type { EntityManager, QueryRunner } from 'typeorm';

/** Where a portion ends, and the next one begins. */
export type Place = readonly string[];

/** Comes before all ids. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Does a long work portion by portion, each in a short transaction of its own, so that no statement grows with the whole
 * table. What is done stays done: a work that was cut short may begin anew.
 */
export class Portions {
  constructor(
    private readonly runner: QueryRunner,
    private readonly going: () => boolean,
  ) {}

  /** Runs `work` from the beginning; it tells where it has ended, or null when there is no more. False when it was cut short. */
  async each(
    beginning: Place,
    work: (tx: EntityManager, from: Place) => Promise<Place | null>,
  ): Promise<boolean> {
    let from: Place | null = beginning;
    while (from && this.going()) {
      await this.runner.startTransaction();
      try {
        from = await work(this.runner.manager, from);
        await this.runner.commitTransaction();
      } catch (error) {
        await this.runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    }
    return from === null;
  }
}
