import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { chore } from '../../core/chores.js';
import { Clock } from '../../core/clock.js';
import { Prepared } from '../../core/database.js';
import { Housekeeping } from '../../core/housekeeping.js';
import { POOL } from '../../core/tokens.js';

/** An answer that somebody has begun. */
interface AnswerDraft {
  readonly staff_id: string;
  readonly name: string;
  readonly text: string;
  readonly signed: string;
  readonly saved_at: Date;
}

const DRAFTS = new Prepared<AnswerDraft>(
  'drafts of answers',
  `SELECT d.staff_id, s.name, d.text, d.signed, d.saved_at FROM answer_drafts d JOIN staff_names s ON s.id = d.staff_id
   WHERE d.appeal_id = $1 ORDER BY d.saved_at DESC LIMIT 20`,
);

/** Keeps answers that are not finished, one for each entry and person. */
@Injectable()
export class AnswerDrafts implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly housekeeping: Housekeeping,
    private readonly clock: Clock,
  ) {}

  onModuleInit(): void {
    this.housekeeping.add(
      chore('old drafts of answers', {
        ...{ table: 'answer_drafts', key: 'ctid', by: 'saved_at' },
        where: "saved_at < now() - interval '180 days'",
      }),
    );
  }

  /** All of an entry, the newest first. */
  of(appealId: string): Promise<AnswerDraft[]> {
    return DRAFTS.rows(this.pool, appealId);
  }

  /** Keeps what is there in place of what was; nothing removes it. Gives when; undefined where there is no such entry. */
  async save(
    appealId: string,
    staffId: string,
    { text, signed }: { readonly text: string; readonly signed: string },
  ): Promise<Date | undefined> {
    const now = this.clock.now();
    if (text === '') {
      await this.drop(appealId, staffId);
      return now;
    }
    const { rowCount } = await this.pool.query(
      `INSERT INTO answer_drafts (appeal_id, staff_id, text, signed, saved_at)
       SELECT id, $2, $3, $4, $5 FROM appeals WHERE id = $1 AND erased_at IS NULL
       ON CONFLICT (appeal_id, staff_id) DO UPDATE SET text = $3, signed = $4, saved_at = $5`,
      [appealId, staffId, text, signed, now],
    );
    return rowCount === 1 ? now : undefined;
  }

  /** What has been sent is no draft any more. */
  async drop(appealId: string, staffId: string): Promise<void> {
    await this.pool.query('DELETE FROM answer_drafts WHERE appeal_id = $1 AND staff_id = $2', [
      ...[appealId, staffId],
    ]);
  }
}
