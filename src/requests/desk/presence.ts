import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import type { Pool } from 'pg';
import { chore } from '../../core/chores.js';
import { Prepared } from '../../core/database.js';
import { Housekeeping } from '../../core/housekeeping.js';
import { POOL } from '../../core/tokens.js';

/** Somebody who has not been heard of for so long has gone; the page tells of itself twice in that time. */
const GONE_AFTER = '45 seconds';

const LOOK = new Prepared<{ name: string }>(
  'look at request',
  `WITH me AS (
     INSERT INTO request_viewers (request_id, staff_id, seen_at) SELECT id, $2, now() FROM service_requests WHERE id = $1
     ON CONFLICT (request_id, staff_id) DO UPDATE SET seen_at = now())
   SELECT s.name FROM request_viewers v JOIN staff_names s ON s.id = v.staff_id
   WHERE v.request_id = $1 AND v.staff_id <> $2 AND v.seen_at > now() - interval '${GONE_AFTER}' ORDER BY s.name LIMIT 5`,
);

/** Who of the office is looking at a request now. */
@Injectable()
export class Presence implements OnModuleInit {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly housekeeping: Housekeeping,
  ) {}

  onModuleInit(): void {
    this.housekeeping.add(
      chore('request viewers', {
        ...{ table: 'request_viewers', key: 'ctid', by: 'seen_at' },
        where: "seen_at < now() - interval '1 hour'",
      }),
    );
  }

  /** Notes that somebody looks, and tells who else does. */
  async look(requestId: string, staffId: string): Promise<string[]> {
    const others = await LOOK.rows(this.pool, requestId, staffId);
    return others.map(({ name }) => name);
  }
}
