import type { EntityManager, QueryRunner } from 'typeorm';

/** Where a portion ends, and the next one begins. */
export type Place = readonly (string | null)[];

/**
 * Does a long work portion by portion, each in a short transaction of its own, so that no statement grows with the whole
 * table. What is done stays done: a work that was cut short may begin anew.
 */
export class Portions {
  constructor(
    private readonly runner: QueryRunner,
    private readonly going: () => boolean,
  ) {}

  /** Runs `work` from the beginning; it tells where it has ended, or null when there is no more. */
  async each(
    beginning: Place,
    work: (tx: EntityManager, from: Place) => Promise<Place | null>,
  ): Promise<void> {
    for (let from: Place | null = beginning; from && this.going();) {
      await this.runner.startTransaction();
      try {
        from = await work(this.runner.manager, from);
        await this.runner.commitTransaction();
      } catch (error) {
        await this.runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    }
  }
}
