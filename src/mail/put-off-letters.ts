import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { secondsAfter } from '../core/clock.js';
import { Log } from '../core/log.js';
import { touched } from '../core/query.js';
import { LEASE_WITH_FILES_SECONDS } from './leases.js';
import { waits } from './letters.sql.js';

/** Clocks are corrected by moments all the time. */
const STEP_MS = 60_000;
/** No letter is put off, or in anybody's hands, for longer than this, not even by a clock that is ahead by moments. */
const LONGEST_SECONDS = LEASE_WITH_FILES_SECONDS + STEP_MS / 1000;

/** Letters whose next try was set by a clock that was ahead: they would wait until it is so late again. */
@Injectable()
export class PutOffLetters {
  /** How far the clock is before one that only goes forward; at the start it may have been put back before. */
  private ahead = Infinity;

  constructor(
    private readonly database: DataSource,
    private readonly log: Log,
  ) {}

  /** Lets them be tried now where the clock was put back since this was called last. */
  async takeUp(now: Date): Promise<void> {
    const ahead = now.getTime() - performance.now();
    if (ahead < this.ahead - STEP_MS) {
      const letters = await touched(
        this.database,
        `UPDATE letters SET next_attempt_at = $1
         WHERE ${waits('letters')} AND next_attempt_at > $2 AND (attempts > 0 OR created_at > $3) RETURNING id`,
        [now, secondsAfter(now, LONGEST_SECONDS), secondsAfter(now, STEP_MS / 1000)],
      );
      if (letters.length > 0) {
        this.log.warn(`the clock was put back: ${letters.length} letters go now`, 'mail');
      }
    }
    this.ahead = ahead;
  }
}
