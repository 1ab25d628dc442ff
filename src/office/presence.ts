import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { chore } from '../core/chores.js';
import { Prepared } from '../core/database.js';
import { Housekeeping } from '../core/housekeeping.js';
import { POOL } from '../core/tokens.js';

/** Somebody who has not been heard of for so long has gone; the page tells of itself twice in that time. */
const GONE_AFTER = '45 seconds';

const LOOK = new Prepared<Viewer>(
  'look at something of the office',
  `WITH me AS (
     INSERT INTO office_viewers AS o (kind, subject_id, staff_id, opened_at, seen_at) VALUES ($1, $2, $3, now(), now())
     ON CONFLICT (kind, subject_id, staff_id) DO UPDATE SET seen_at = now(),
       opened_at = CASE WHEN o.seen_at > now() - interval '${GONE_AFTER}' THEN o.opened_at ELSE now() END)
   SELECT s.name, v.opened_at AS since FROM office_viewers v JOIN staff_names s ON s.id = v.staff_id
   WHERE v.kind = $1 AND v.subject_id = $2 AND v.staff_id <> $3 AND v.seen_at > now() - interval '${GONE_AFTER}'
   ORDER BY s.name LIMIT 5`,
);

const ELSEWHERE = new Prepared<{ id: string }>(
  'what others of the office look at',
  `SELECT DISTINCT subject_id AS id FROM office_viewers
   WHERE kind = $1 AND staff_id <> $2 AND seen_at > now() - interval '${GONE_AFTER}'`,
);

/** What several people of the office may open at once. */
type Subject = 'request' | 'appeal' | 'meter';

/** Somebody else who looks at the same, and since when. */
export interface Viewer {
  readonly name: string;
  readonly since: Date;
}

/** Who of the office is looking at what now. */
@Injectable()
export class Presence implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly housekeeping: Housekeeping,
  ) {}

  onModuleInit(): void {
    this.housekeeping.add(
      chore('office viewers', {
        ...{ table: 'office_viewers', key: 'ctid', by: 'seen_at' },
        where: "seen_at < now() - interval '1 hour'",
      }),
    );
  }

  /** Notes that somebody looks at something that there is, and tells who else does. */
  look(kind: Subject, id: string, staffId: string): Promise<Viewer[]> {
    return LOOK.rows(this.pool, kind, id, staffId);
  }

  /** What of a kind others look at now: whoever takes the next from a queue leaves it to them. */
  async takenByOthers(kind: Subject, staffId: string): Promise<string[]> {
    return (await ELSEWHERE.rows(this.pool, kind, staffId)).map(({ id }) => id);
  }
}
