import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Chore, chore } from '../../core/chores.js';
import { Clock } from '../../core/clock.js';
import { isUuid } from '../../core/ids.js';
import { HOUR, limit } from '../../core/limits.js';
import { affected, one, type Queryable, touched } from '../../core/query.js';
import { Throttle } from '../../core/throttle.js';

/** A page saves every few seconds while somebody types. */
const DRAFTS = limit('appeal drafts: resident', 1200, HOUR);

/** What a resident has begun to write. */
export interface AppealDraft {
  readonly typed: Readonly<Record<string, string>>;
  /** Another one with each change. */
  readonly version: string;
  readonly saved_at: Date;
}

const COLUMNS = 'typed, version, saved_at';

/** What becomes of drafts with time. */
export const DRAFT_CHORE: Chore = chore('appeal drafts', {
  ...{ table: 'appeal_drafts', key: 'user_id', by: 'saved_at' },
  where: "saved_at < now() - interval '90 days'",
});

/** Keeps what a resident has begun to write: one draft, which no window writes over that has not seen it as it is. */
@Injectable()
export class AppealDrafts {
  constructor(
    private readonly database: DataSource,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
  ) {}

  /** The draft of a resident. */
  find(userId: string): Promise<AppealDraft | undefined> {
    return one<AppealDraft>(this.database, `SELECT ${COLUMNS} FROM appeal_drafts WHERE user_id = $1`, [
      userId,
    ]);
  }

  /** Keeps a form that was begun with this version, or with none; undefined where the draft has changed or gone since. */
  async keep(
    userId: string,
    typed: Readonly<Record<string, string>>,
    version: string,
  ): Promise<AppealDraft | undefined> {
    await this.throttle.pass([DRAFTS, userId]);
    const values = [userId, JSON.stringify(typed), this.clock.now()];
    if (!isUuid(version)) {
      return one<AppealDraft>(
        this.database,
        `INSERT INTO appeal_drafts (user_id, typed, saved_at) VALUES ($1, $2, $3)
         ON CONFLICT (user_id) DO NOTHING RETURNING ${COLUMNS}`,
        values,
      );
    }
    const [kept] = await touched<AppealDraft>(
      this.database,
      `UPDATE appeal_drafts SET typed = $2, saved_at = $3, version = gen_random_uuid()
       WHERE user_id = $1 AND version = $4 RETURNING ${COLUMNS}`,
      [...values, version],
    );
    return kept;
  }

  /** Forgets the draft that a window has seen; false where it has changed or gone since. */
  async drop(on: Queryable, userId: string, version: string): Promise<boolean> {
    if (!isUuid(version)) return false;
    const sql = 'DELETE FROM appeal_drafts WHERE user_id = $1 AND version = $2';
    return (await affected(on, sql, [userId, version])) === 1;
  }
}
