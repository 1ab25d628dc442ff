/** For what a look between two rounds does not see, such as a closed account that is opened again. */
const ROUND_MS = 3 * 3_600_000;

/**
 * Remembers when this process went through everything for the last time, and by which rules. A process that starts does so
 * anew, and so does each instance: a round too many does no harm.
 */
export class Round {
  private last?: { readonly rules: string; readonly began: Date };

  /** Whether the last round went by the same rules and is not over. */
  holds(rules: string, now: Date): boolean {
    return this.last?.rules === rules && Math.abs(now.getTime() - this.last.began.getTime()) < ROUND_MS;
  }

  /** Remembers a round that has come to its end; one that was cut short begins anew. */
  ended(rules: string, began: Date): void {
    this.last = { rules, began };
  }
}
