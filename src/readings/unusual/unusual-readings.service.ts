import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import { Presence, type Viewer } from '../../office/presence.js';
import {
  BESIDE,
  PEOPLE,
  type PersonBeside,
  UNUSUAL,
  type UnusualRow,
  WAITING,
  WAITING_AFTER,
  type WaitingBeside,
} from './unusual.sql.js';

/** So many stand on one page of the list. */
export const PORTION = 50;

/** What stands beside a reading. */
interface Around {
  readonly people: readonly PersonBeside[];
  readonly beside: readonly WaitingBeside[];
}

/** Reads the queue of unusual readings; each person gets one that nobody else is looking at. */
@Injectable()
export class UnusualReadings {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly presence: Presence,
  ) {}

  /** The next that waits: after one that was decided or passed over, then from the beginning, then what others have open. */
  async next(after: string, staffId: string): Promise<UnusualRow | undefined> {
    const theirs = await this.presence.takenByOthers('meter', staffId);
    for (const [from, but] of [
      [after, theirs],
      ['0', theirs],
      [after, []],
      ['0', []],
    ] as const) {
      const first = await WAITING_AFTER.first(this.pool, from, but, 1);
      const found = first && (await this.find(first.id));
      if (found?.waits) return found;
    }
    return undefined;
  }

  /** A reading, whether it still waits or not. */
  find(id: string): Promise<UnusualRow | undefined> {
    return UNUSUAL.first(this.pool, [id]);
  }

  /** A page of the list: those that wait after an id, and whether there are more. */
  async page(after: string): Promise<{ rows: UnusualRow[]; more: boolean }> {
    const ids = (await WAITING_AFTER.rows(this.pool, after, [], PORTION + 1)).map(({ id }) => id);
    const rows = await UNUSUAL.rows(this.pool, ids.slice(0, PORTION));
    return { rows: rows.filter(({ waits }) => waits), more: ids.length > PORTION };
  }

  /** How many wait, and since when. */
  async waiting(): Promise<{ count: number; since: Date | null }> {
    return (await WAITING.first(this.pool))!;
  }

  /** Who can be called about a reading, and what else waits at the flat. */
  async around({ account_id: account, reading_id: id, user_id: sender }: UnusualRow): Promise<Around> {
    const [people, beside] = await Promise.all([
      PEOPLE.rows(this.pool, account, sender),
      BESIDE.rows(this.pool, account, id),
    ]);
    return { people, beside };
  }

  /** Notes that somebody looks at a reading, and tells who else does. */
  look({ id }: { id: string }, staffId: string): Promise<Viewer[]> {
    return this.presence.look('meter', id, staffId);
  }
}
