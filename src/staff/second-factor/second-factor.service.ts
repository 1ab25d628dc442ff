import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager, IsNull } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { affected, one } from '../../core/query.js';
import { Random } from '../../core/random.js';
import { Secrets } from '../../core/secrets.js';
import { Throttle } from '../../core/throttle.js';
import { StaffPasskeys } from '../passkeys/staff-passkeys.service.js';
import { Staff } from '../staff.entity.js';
import { endStaffSessions } from '../staff.service.js';
import { counterOfFirstCodes, countersOfCodes } from './code-limits.js';
import { newRecoveryCodes, typedCode } from './recovery-codes.js';
import { macOfRecoveryCode, sealSecret } from './sealed-factor.js';
import { SecondFactorLetters } from './second-factor-letters.js';
import { SECRET_BYTES, secretOf, stepOf } from './totp.js';

/** What somebody has. */
export interface SecondFactorState {
  /** Null where a password is enough. */
  readonly since: Date | null;
  /** Which password is the present one: what is proven by it holds only while it is. */
  readonly passwordChangedAt: Date;
  /** How many recovery codes are left. */
  readonly left: number;
  /** How many keys of devices there are. */
  readonly keys: number;
}

/** A secret that somebody is about to put into their app. */
export interface Proposal {
  readonly secret: string;
  /** The `since` of what it takes the place of. */
  readonly replaces: Date | null;
  /** The password that was shown before it. */
  readonly passwordChangedAt: Date;
}

/** How an enrolment ended: with recovery codes, which nobody sees again, or not. */
export type Enrolment = readonly string[] | 'wrong' | 'changed meanwhile' | { readonly wait: number };

/** Why a second factor was not reset. */
export type ResetRefusal = 'own' | 'none' | 'not any more';

/** The second factor of people of the office: switched on, on another telephone, off, and reset by others. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly database: DataSource,
    private readonly secrets: Secrets,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
    private readonly random: Random,
    private readonly audit: AuditService,
    private readonly letters: SecondFactorLetters,
    private readonly keys: StaffPasskeys,
  ) {}

  async state(id: string): Promise<SecondFactorState> {
    return (await one<SecondFactorState>(this.database, STATE, [id]))!;
  }

  /** A new secret for an app. */
  draw(): string {
    return secretOf(this.random.bytes(SECRET_BYTES));
  }

  /** Switches it on when the app shows a right code; all sessions end, since none has been asked for a code of this app. */
  async enrol(actor: Actor & { id: string }, proposal: Proposal, typed: string): Promise<Enrolment> {
    const { id } = actor;
    const wait = await this.throttle.take(counterOfFirstCodes(id));
    if (wait > 0) return { wait };
    const code = typedCode(typed);
    const now = this.clock.now();
    const step = code?.kind === 'app' ? stepOf(code.code, proposal.secret, now) : undefined;
    if (step === undefined) return 'wrong';
    const codes = newRecoveryCodes(this.random.int);
    const sealed = sealSecret(this.secrets, id, proposal.secret);
    const done = await this.database.transaction(async (tx) => {
      const { replaces, passwordChangedAt } = proposal;
      const values = [id, now, sealed, step, replaces, passwordChangedAt];
      if ((await affected(tx, ENROL, values)) !== 1) return false;
      await this.replaceCodes(tx, id, codes);
      await endStaffSessions(tx, id);
      const details = replaces ? { replaced: true } : {};
      await this.audit.record(tx, actor, 'staff.second-factor-on', { kind: 'staff', id }, details);
      await this.letters.tell(tx, id, replaces ? 'replaced' : 'on', actor);
      return true;
    });
    if (!done) return 'changed meanwhile';
    await this.throttle.release([], [counterOfFirstCodes(id)]);
    return codes;
  }

  /** Ten new recovery codes in the place of those that are left; undefined where second factor or password are others by now. */
  async renewCodes(
    actor: Actor & { id: string },
    { passwordChangedAt }: SecondFactorState,
  ): Promise<readonly string[] | undefined> {
    const { id } = actor;
    const codes = newRecoveryCodes(this.random.int);
    return this.database.transaction(async (tx) => {
      if (!(await one(tx, HOLD, [id, passwordChangedAt]))) return undefined;
      await this.replaceCodes(tx, id, codes);
      await this.audit.record(tx, actor, 'staff.recovery-codes-renewed', { kind: 'staff', id });
      await this.letters.tell(tx, id, 'codes', actor);
      return codes;
    });
  }

  /**
   * Takes the app away again; all sessions end. False where second factor or password are others by now, or where one is due
   * and no key is left in its place.
   */
  async switchOff(
    actor: Actor & { id: string },
    { passwordChangedAt }: SecondFactorState,
    due: boolean,
  ): Promise<boolean> {
    const { id } = actor;
    return this.database.transaction(async (tx) => {
      if (!(await one(tx, HOLD, [id, passwordChangedAt]))) return false;
      if ((due && (await this.keys.count(tx, id)) === 0) || !(await this.forget(tx, id))) return false;
      await this.audit.record(tx, actor, 'staff.second-factor-off', { kind: 'staff', id });
      await this.letters.tell(tx, id, 'off', actor);
      return true;
    });
  }

  /** For somebody whose telephone, paper and devices are lost: by another administrator, or from the command line. */
  async reset(id: string, ground: string, actor: Actor): Promise<'done' | ResetRefusal> {
    if (actor.id === id) return 'own';
    const done = await this.database.transaction(async (tx) => {
      const may = { id: actor.id!, role: 'administrator', disabledAt: IsNull() } as const;
      if (actor.kind === 'staff' && !(await tx.existsBy(Staff, may))) return 'not any more';
      await tx.query(HOLD_PERSON, [id]);
      const app = await this.forget(tx, id);
      if ((await this.keys.removeAll(tx, id, actor)) === 0 && !app) return 'none';
      await endStaffSessions(tx, id);
      await this.audit.record(tx, actor, 'staff.second-factor-reset', { kind: 'staff', id }, { ground });
      const by = actor.kind === 'staff' ? actor.name : undefined;
      await this.letters.tell(tx, id, 'reset', actor, { by, ground });
      return 'done';
    });
    if (done === 'done') await this.throttle.release([], countersOfCodes(id));
    return done;
  }

  private async forget(tx: EntityManager, id: string): Promise<boolean> {
    if ((await affected(tx, FORGET, [id])) === 0) return false;
    await tx.query(FORGET_CODES, [id]);
    await endStaffSessions(tx, id);
    return true;
  }

  private async replaceCodes(tx: EntityManager, id: string, codes: readonly string[]): Promise<void> {
    await tx.query(FORGET_CODES, [id]);
    const macs = codes.map((code) => macOfRecoveryCode(this.secrets, id, code));
    await tx.query('INSERT INTO staff_recovery_codes SELECT $1, unnest($2::bytea[])', [id, macs]);
  }
}

const STATE = `SELECT second_factor_at AS since, password_changed_at AS "passwordChangedAt",
    (SELECT count(*)::int FROM staff_recovery_codes c WHERE c.staff_id = staff.id) AS left,
    (SELECT count(*)::int FROM staff_passkeys k WHERE k.staff_id = staff.id) AS keys
  FROM staff WHERE id = $1`;
/** Of two windows with a proposal each the second finds another state than it knows. */
const ENROL = `UPDATE staff SET second_factor_at = $2, second_factor_secret = $3, second_factor_step = $4
  WHERE id = $1 AND disabled_at IS NULL AND password_changed_at = $6
    AND second_factor_at IS NOT DISTINCT FROM $5::timestamptz`;
const HOLD = `SELECT FROM staff WHERE id = $1 AND password_changed_at = $2 AND second_factor_at IS NOT NULL FOR UPDATE`;
/** So that nobody comes in by what is being taken away. */
const HOLD_PERSON = 'SELECT FROM staff WHERE id = $1 FOR UPDATE';
const FORGET = `UPDATE staff SET second_factor_at = NULL, second_factor_secret = NULL, second_factor_step = NULL
  WHERE id = $1 AND second_factor_at IS NOT NULL`;
const FORGET_CODES = 'DELETE FROM staff_recovery_codes WHERE staff_id = $1';
