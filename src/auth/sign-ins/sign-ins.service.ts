import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock.js';
import { one, rowsOf } from '../../core/query.js';
import { WAY } from './way.sql.js';
import type { WayIn } from './sign-in-words.js';

/** So many are shown at once. */
const PAGE = 50;

/** A sign-in as its resident reads it. */
export interface ListedSignIn {
  readonly id: string;
  readonly at: Date;
  readonly way: WayIn;
  readonly withCode: boolean;
  readonly device: string;
  readonly ip: string;
  readonly newDevice: boolean;
  readonly failedBefore: number;
  readonly disowned: boolean;
  /** Of the session, while it is open. */
  readonly openId: string | null;
}

/** Who came in as a resident, and who failed to: kept for ninety days. */
@Injectable()
export class SignIns {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** The newest of a resident, or those before one; `more` says that there are others. */
  async list(userId: string, before?: string): Promise<{ rows: ListedSignIn[]; more: boolean }> {
    const rows = await rowsOf<ListedSignIn>(this.database, LIST, [userId, before ?? null]);
    return { rows: rows.slice(0, PAGE), more: rows.length > PAGE };
  }

  /** Counts a wrong password or code for whoever signs in next. */
  async failed(userId: string): Promise<void> {
    await this.database.query(FAILED, [userId, this.clock.now()]);
  }

  /** Whether a sign-in of a resident was taken back since a moment: a browser that is known from before it is not known any more. */
  async disownedSince(userId: string, since: Date): Promise<boolean> {
    return (await one(this.database, DISOWNED_SINCE, [userId, since])) !== undefined;
  }
}

const LIST = `SELECT i.id, i.at, ${WAY} AS way, i.with_code AS "withCode", i.device, i.ip, i.new_device AS "newDevice", i.failed_before AS "failedBefore",
    i.disowned_at IS NOT NULL AS disowned, s.public_id AS "openId"
  FROM sign_ins i LEFT JOIN sessions s ON s.public_id = i.session_id AND s.user_id = i.user_id AND s.expires_at > now()
    AND s.last_seen_at + make_interval(secs => s.idle_seconds) > now()
  WHERE i.user_id = $1 AND i.at > now() - interval '90 days' AND ($2::bigint IS NULL OR i.id < $2::bigint)
  ORDER BY i.id DESC LIMIT ${PAGE + 1}`;
const FAILED = `INSERT INTO failed_sign_ins AS f (user_id, count, last_at) VALUES ($1, 1, $2)
  ON CONFLICT (user_id) DO UPDATE SET count = f.count + 1, last_at = $2`;
const DISOWNED_SINCE = 'SELECT FROM sign_ins WHERE user_id = $1 AND disowned_at > $2 LIMIT 1';
