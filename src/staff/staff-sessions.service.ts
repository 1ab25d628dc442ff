import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { deviceName } from '../auth/sessions/device-name.js';
import { hashOf } from '../auth/sessions/session-token.js';
import { Clock, dayIn, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { one, rowsOf } from '../core/query.js';
import { Random } from '../core/random.js';
import { CONFIG, POOL } from '../core/tokens.js';
import type { RequestContext, SignedInStaff, StaffRole } from '../core/request-context.js';
import type { Staff } from './staff.entity.js';
import { INTO_JOURNAL } from '../audit/audit.service.js';
import { isDue, owedBy } from './second-factor/owed.js';
import { StaffSignIns, type WayOfStaff } from './sign-ins/staff-sign-ins.service.js';

const IDLE_SECONDS = 30 * 60;
const ABSOLUTE_SECONDS = 10 * 3600;

const LOAD = new Prepared<{
  id: string;
  name: string;
  role: StaffRole;
  must_change_password: boolean;
  second_factor: boolean;
  since: Date;
  stale: boolean;
}>(
  'staff session',
  `SELECT p.id, p.name, p.role, p.must_change_password, p.second_factor_at IS NOT NULL
       OR EXISTS (SELECT FROM staff_passkeys k WHERE k.staff_id = p.id) AS second_factor,
     s.created_at AS since, s.last_seen_at < now() - interval '1 minute' AS stale
   FROM sessions s JOIN staff p ON p.id = s.staff_id
   WHERE s.id_hash = $1 AND p.disabled_at IS NULL AND s.expires_at > now()
     AND s.last_seen_at + make_interval(secs => s.idle_seconds) > now()`,
);

/**
 * Begins only while password and second factor that were checked are still the ones. The journal knows how many tries of
 * strangers have failed since the sign-in before; those that a limit has stopped are counted apart.
 */
const BEGIN = `WITH before AS (
     SELECT coalesce(last_sign_in_at, created_at) AS at FROM staff WHERE id = $1),
   person AS (
     UPDATE staff SET last_sign_in_at = $3 WHERE id = $1 AND disabled_at IS NULL AND password_changed_at = $2
       AND second_factor_at IS NOT DISTINCT FROM $9::timestamptz
     RETURNING id, name, second_factor_at),
   session AS (
     INSERT INTO sessions (id_hash, staff_id, created_at, last_seen_at, idle_seconds, expires_at, ip, user_agent)
     SELECT $4, id, $3, $3, ${IDLE_SECONDS}, $5, $6, $7 FROM person),
   stopped AS (
     DELETE FROM stopped_staff_sign_ins WHERE staff_id = (SELECT id FROM person) RETURNING count),
   sign_in AS (
     INSERT INTO staff_sign_ins (staff_id, at, way, device, ip, new_device, failed_before)
     SELECT id, $3, $12, $10, $6, $11, coalesce((SELECT count FROM stopped), 0) + (
       SELECT count(*) FROM audit_events e, before b
       WHERE e.object_kind = 'staff' AND e.object_id = person.id::text AND e.actor_kind = 'stranger' AND e.at > b.at
         AND e.action IN ('staff.sign-in-failed', 'staff.second-factor-refused'))
     FROM person),
   journal AS (
     ${INTO_JOURNAL}
     SELECT 'staff', id, name, 'staff.signed-in', 'staff', id::text, $6, $8 FROM person)
   SELECT id FROM person`;

/** Whoever takes a key away, adds the first one or an app meanwhile goes before, or waits and ends what has begun. */
const HOLD = 'SELECT FROM staff WHERE id = $1 FOR UPDATE';
const KEYS = 'SELECT id FROM staff_passkeys WHERE staff_id = $1';

/** What somebody has shown; `again`: what their session was begun by holds, and they have just changed it themselves. */
export type Proven =
  { readonly way: 'password' | 'code' | 'again' } | { readonly way: 'passkey'; readonly key: string };

/** Sessions of staff: half an hour idle, ten hours at most, never remembered. */
@Injectable()
export class StaffSessionsService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly signIns: StaffSignIns,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /**
   * The token for the cookie, or undefined when the person was disabled or the ways in have changed meanwhile. Of an unknown
   * browser a letter tells, but for the first sign-in of all.
   */
  async begin(
    staff: Staff,
    context: RequestContext,
    { userAgent, unknown, proven }: { userAgent: string; unknown: boolean; proven: Proven },
  ): Promise<string | undefined> {
    const token = this.random.token();
    const now = this.clock.now();
    const until = secondsAfter(now, ABSOLUTE_SECONDS);
    const agent = userAgent.slice(0, 300);
    const device = deviceName(agent);
    const isNew = unknown && staff.lastSignInAt !== null;
    const values = [
      staff.id,
      staff.passwordChangedAt,
      now,
      hashOf(token),
      until,
      context.ip,
      agent,
      context.id,
      staff.secondFactorAt,
      device,
      isNew,
    ];
    return this.database.transaction(async (tx) => {
      await tx.query(HOLD, [staff.id]);
      const keys = (await rowsOf<{ id: string }>(tx, KEYS, [staff.id])).map(({ id }) => id);
      const way = wayOf(proven, staff, keys);
      if (way === undefined || !(await one(tx, BEGIN, [...values, way]))) return undefined;
      if (isNew) await this.signIns.tellOfDevice(tx, staff, { way, device, network: context.ip });
      return token;
    });
  }

  async load(token: string): Promise<SignedInStaff | undefined> {
    const row = await LOAD.first(this.pool, hashOf(token));
    if (row?.stale) {
      await this.pool.query('UPDATE sessions SET last_seen_at = now() WHERE id_hash = $1', [hashOf(token)]);
    }
    return (
      row && {
        id: row.id,
        name: row.name,
        role: row.role,
        owes: this.owes(row.must_change_password, row.second_factor),
        since: row.since,
      }
    );
  }

  private owes(oneTimePassword: boolean, secondFactor: boolean): SignedInStaff['owes'] {
    const { staffSecondFactorFrom: from, timeZone } = this.config;
    const due = isDue(from, dayIn(this.clock.now(), timeZone));
    return owedBy({ oneTimePassword, secondFactor, due });
  }

  async end(token: string, context: RequestContext): Promise<void> {
    await this.pool.query(
      `WITH ended AS (DELETE FROM sessions WHERE id_hash = $1 AND staff_id IS NOT NULL RETURNING staff_id)
       ${INTO_JOURNAL}
       SELECT 'staff', id, name, 'staff.signed-out', 'staff', id::text, $2, $3 FROM staff JOIN ended ON id = staff_id`,
      [hashOf(token), context.ip, context.id],
    );
  }
}

/** By what somebody comes in; undefined where that is not enough for what they have by now. */
function wayOf(proven: Proven, { secondFactorAt }: Staff, keys: readonly string[]): WayOfStaff | undefined {
  switch (proven.way) {
    case 'passkey':
      return keys.includes(proven.key) ? 'passkey' : undefined;
    case 'password':
      return secondFactorAt === null && keys.length === 0 ? 'password' : undefined;
    case 'code':
      return secondFactorAt === null ? undefined : 'code';
    case 'again':
      if (secondFactorAt !== null) return 'code';
      return keys.length > 0 ? 'passkey' : 'password';
  }
}
