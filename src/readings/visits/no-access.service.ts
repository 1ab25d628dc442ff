import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { chore } from '../../core/chores.js';
import { Clock } from '../../core/clock.js';
import { Prepared } from '../../core/database.js';
import { Housekeeping } from '../../core/housekeeping.js';
import { affected, rowsOf } from '../../core/query.js';
import { POOL } from '../../core/tokens.js';
import { lately } from './no-access.sql.js';
import { type Reachable, visitWords } from './visit-words.js';

/** The doors of some flats that were not opened lately before the day $2, and whoever can be called there. */
const VISITS = new Prepared<{ account_id: string; days: string[]; person: Reachable | null }>(
  'visits without access',
  `SELECT v.account_id, array_agg(v.day::text ORDER BY v.day) AS days, (
     SELECT json_build_object('last_name', u.last_name, 'first_name', u.first_name, 'phone', u.phone)
     FROM active_links l JOIN residents u ON u.id = l.user_id
     WHERE l.account_id = v.account_id AND u.phone <> '' ORDER BY l.created_at LIMIT 1) AS person
   FROM no_access_visits v
   WHERE v.account_id = ANY ($1::uuid[]) AND ${lately('$2')} GROUP BY v.account_id`,
);

const NOTE = `
  INSERT INTO no_access_visits (account_id, day, staff_id, noted_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT (account_id, day) DO NOTHING RETURNING day`;
const FORGET = 'DELETE FROM no_access_visits WHERE account_id = $1 AND day = $2';

/** What a sheet says of a flat. */
export interface NoAccess {
  readonly words: string;
  /** Whether the day of the sheet is among the days. */
  readonly noted: boolean;
}

/** «Нет доступа»: on which days nobody opened the door of a flat to whoever reads its meters. */
@Injectable()
export class NoAccessVisits implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly housekeeping: Housekeeping,
  ) {}

  onModuleInit(): void {
    this.housekeeping.add(
      chore('visits without access', {
        ...{ table: 'no_access_visits', key: 'ctid', by: 'day' },
        where: "day < now() - interval '3 years'",
      }),
    );
  }

  /** What is known of flats on the day of a sheet, by account. */
  async of(accountIds: readonly string[], day: string): Promise<Map<string, NoAccess>> {
    const rows = await VISITS.rows(this.pool, [...new Set(accountIds)], day);
    return new Map(
      rows.map(({ account_id: account, days, person }) => [
        account,
        { words: visitWords(days, person), noted: days.includes(day) },
      ]),
    );
  }

  /** Notes a day, or takes the note back; told by the journal where it changes something. */
  async note(accountId: string, day: string, shut: boolean, actor: Actor & { id: string }): Promise<void> {
    await this.database.transaction(async (tx) => {
      const changed = shut
        ? (await rowsOf(tx, NOTE, [accountId, day, actor.id, this.clock.now()])).length
        : await affected(tx, FORGET, [accountId, day]);
      if (changed === 0) return;
      const action = shut ? 'readings.no-access' : 'readings.no-access-undone';
      await this.audit.record(tx, actor, action, { kind: 'account', id: accountId }, { day });
    });
  }
}
