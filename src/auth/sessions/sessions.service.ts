import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock, secondsAfter } from '../../core/clock.js';
import { Prepared } from '../../core/database.js';
import { Random } from '../../core/random.js';
import { POOL } from '../../core/tokens.js';
import { NewDeviceLetter } from '../sign-ins/new-device-letter.js';
import type { WayIn } from '../sign-ins/sign-in-words.js';
import { deviceName } from './device-name.js';
import { hashOf } from './session-token.js';
import { agreesNow } from '../../users/consent.js';
import { ConsentTexts } from '../consent-texts.js';
import { shortName } from '../../users/person-name.js';
import type { ResidentSession, SignedInUser, RequestContext } from '../../core/request-context.js';
import type { User } from '../../users/user.entity.js';
import { affected, one } from '../../core/query.js';
import { INTO_JOURNAL } from '../../audit/audit.service.js';

const HOUR = 3600;
const DAY = 24 * HOUR;
const LIVES = {
  once: { idle: 2 * HOUR, absolute: 12 * HOUR },
  remembered: { idle: 14 * DAY, absolute: 30 * DAY },
};
const MOST_SESSIONS = 20;

interface SessionRow {
  public_id: string;
  data: Record<string, unknown>;
  stale: boolean;
  user_id: string;
  login: string;
  first_name: string;
  middle_name: string;
  last_name: string;
  owes: 'removal' | 'consent' | null;
}

/** By the hash of the cookie and the essence of the consent of now. Also what the benchmark runs beside us. @public */
export const SESSION_OF_COOKIE = new Prepared<SessionRow>(
  'session',
  `SELECT s.public_id, s.data, s.last_seen_at < now() - interval '1 minute' AS stale,
          u.id AS user_id, u.login, u.first_name, u.middle_name, u.last_name,
          CASE WHEN u.removal_due_at IS NOT NULL THEN 'removal' 
            WHEN NOT ${agreesNow('u.id', '$2')} THEN 'consent' END AS owes
   FROM sessions s JOIN users u ON u.id = s.user_id
   WHERE s.id_hash = $1 AND u.status = 'active' AND s.expires_at > now()
     AND s.last_seen_at + make_interval(secs => s.idle_seconds) > now()`,
);

interface BegunRow {
  id: string;
  failed_before: number;
  by_slip: boolean;
}

/** Whether the first sign-in since a slip was used comes by the password that it has set. */
const BY_SLIP = `$11 = 'password' AND EXISTS (SELECT FROM auth_codes WHERE user_id = $1 AND purpose = 'slip'
  AND used_at > coalesce($14::timestamptz, '-infinity') AND used_at > $2::timestamptz - interval '1 minute')`;

/**
 * One statement, so that a session begins only if the resident is still active with the password, and the second factor, that
 * were checked: the UPDATE waits for a change under way and then finds nothing.
 */
const BEGIN = new Prepared<BegunRow>(
  'begin session',
  `WITH resident AS (
     UPDATE users SET last_sign_in_at = $3 WHERE id = $1 AND status = 'active' AND password_changed_at = $2
       AND second_factor_at IS NOT DISTINCT FROM $15::timestamptz
     RETURNING id, login),
   surplus AS (
     DELETE FROM sessions WHERE id_hash IN (
       SELECT id_hash FROM sessions WHERE user_id = (SELECT id FROM resident)
       ORDER BY created_at DESC OFFSET ${MOST_SESSIONS - 1})),
   session AS (
     INSERT INTO sessions (id_hash, user_id, created_at, last_seen_at, idle_seconds, expires_at, remember, ip, user_agent)
     SELECT $4, id, $3, $3, $5, $6, $7, $8, $9 FROM resident RETURNING public_id),
   failed AS (
     DELETE FROM failed_sign_ins WHERE user_id = (SELECT id FROM resident) RETURNING count),
   sign_in AS (
     INSERT INTO sign_ins (user_id, at, way, device, ip, session_id, new_device, failed_before, by_slip, with_code)
     SELECT r.id, $3, $11, $12, $8, s.public_id, $13, coalesce((SELECT count FROM failed), 0), ${BY_SLIP}, $16
     FROM resident r, session s RETURNING id, failed_before, by_slip),
   journal AS (
     ${INTO_JOURNAL}
     SELECT 'resident', id, login, 'user.signed-in', 'user', id::text, $8, $10 FROM resident)
   SELECT id, failed_before, by_slip FROM sign_in`,
);

/** A session of the list that a resident sees. */
export interface ListedSession {
  readonly publicId: string;
  readonly createdAt: Date;
  readonly lastSeenAt: Date;
  readonly ip: string;
  readonly userAgent: string;
}

/** A new session as the browser must keep it. */
export interface BegunSession {
  readonly token: string;
  /** Seconds that the cookie lives, or undefined for as long as the browser is open. */
  readonly cookieSeconds?: number;
  /** How often a wrong password was typed since the sign-in before. */
  readonly failedBefore: number;
}

/** How somebody comes in. */
export interface Coming {
  readonly way: WayIn;
  /** A code of the app or of the paper was shown besides. */
  readonly withCode: boolean;
  readonly remember: boolean;
  readonly userAgent: string;
  /** Nobody of that name has come in from this browser before. */
  readonly unknown: boolean;
}

/** Sessions of residents. A row exists as long as the session does; nothing can bring back one that was ended. */
@Injectable()
export class SessionsService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly letter: NewDeviceLetter,
    private readonly consents: ConsentTexts,
    private readonly clock: Clock,
    private readonly random: Random,
  ) {}

  /**
   * Begins a session under a new id, and tells of it by letter where the browser is not known; undefined when the resident was
   * blocked or changed the password meanwhile. The first sign-in of all is no news.
   */
  async begin(
    user: User,
    { way, withCode, remember, userAgent, unknown }: Coming,
    context: RequestContext,
  ): Promise<BegunSession | undefined> {
    const token = this.random.token();
    const life = remember ? LIVES.remembered : LIVES.once;
    const now = this.clock.now();
    const agent = userAgent.slice(0, 300);
    const device = deviceName(agent);
    const isNew = unknown && user.lastSignInAt !== null;
    const values = [
      user.id,
      user.passwordChangedAt,
      now,
      hashOf(token),
      life.idle,
      secondsAfter(now, life.absolute),
      remember,
      context.ip,
      agent,
      context.id,
      way,
      device,
      isNew,
      user.lastSignInAt,
      user.secondFactorAt,
      withCode,
    ];
    const begun = isNew
      ? await this.database.transaction(async (tx) => {
          const row = await one<BegunRow>(tx, BEGIN.text, values);
          const told = { way: row?.by_slip ? 'slip' : way, withCode, device, ip: context.ip } as const;
          if (row) await this.letter.send(tx, user, { id: row.id, ...told });
          return row;
        })
      : await BEGIN.first(this.pool, ...values);
    return (
      begun && {
        ...{ token, failedBefore: begun.failed_before },
        cookieSeconds: remember ? life.absolute : undefined,
      }
    );
  }

  /** Who a cookie belongs to. */
  async load(token: string): Promise<{ user: SignedInUser; session: ResidentSession } | undefined> {
    const idHash = hashOf(token);
    const row = await SESSION_OF_COOKIE.first(this.pool, idHash, this.consents.essence());
    if (!row) {
      return undefined;
    }
    if (row.stale) {
      await this.pool.query('UPDATE sessions SET last_seen_at = now() WHERE id_hash = $1', [idHash]);
    }
    const name = { firstName: row.first_name, middleName: row.middle_name, lastName: row.last_name };
    return {
      user: {
        ...{ id: row.user_id, login: row.login, shortName: shortName(name) },
        ...(row.owes !== null && { owes: row.owes }),
      },
      session: { publicId: row.public_id, idHash, data: row.data },
    };
  }

  /** Keeps something for the steps of a wizard; false when the session has ended meanwhile. */
  async remember(session: ResidentSession, name: string, value: unknown): Promise<boolean> {
    const result = await this.pool.query(
      'UPDATE sessions SET data = jsonb_set(data, ARRAY[$2], $3::jsonb) WHERE id_hash = $1',
      [session.idHash, name, JSON.stringify(value ?? null)],
    );
    return result.rowCount === 1;
  }

  async list(userId: string): Promise<ListedSession[]> {
    const { rows } = await this.pool.query<ListedSession>(
      `SELECT public_id AS "publicId", created_at AS "createdAt", last_seen_at AS "lastSeenAt", ip,
              user_agent AS "userAgent"
       FROM sessions
       WHERE user_id = $1 AND expires_at > now() AND last_seen_at + make_interval(secs => idle_seconds) > now()
       ORDER BY last_seen_at DESC`,
      [userId],
    );
    return rows;
  }

  /** Ends one session of a resident; false when it was not theirs or had ended. */
  async end(tx: EntityManager, userId: string, publicId: string): Promise<boolean> {
    const count = await affected(tx, 'DELETE FROM sessions WHERE user_id = $1 AND public_id = $2', [
      userId,
      publicId,
    ]);
    return count === 1;
  }

  /** Ends all sessions of a resident, perhaps but one; returns how many there were. */
  async endAll(tx: EntityManager, userId: string, exceptPublicId?: string): Promise<number> {
    const others = 'DELETE FROM sessions WHERE user_id = $1 AND public_id IS DISTINCT FROM $2';
    return affected(tx, others, [userId, exceptPublicId ?? null]);
  }
}
