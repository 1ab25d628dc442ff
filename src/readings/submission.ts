import type { Actor } from '../audit/audit.js';
import type { Entered } from './judgement.js';
import type { ReadingSource } from '../meters/meter.js';

/** Readings that somebody sends at one time. */
export interface Submission {
  readonly accountId: string;
  readonly entered: readonly Entered[];
  readonly source: ReadingSource;
  readonly actor: Actor;
  /** The day the dial was looked at, if not today. */
  readonly takenOn?: string;
  /** The month that the office takes them for, if not that of the day. */
  readonly month?: string;
}
