import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { affected, one } from '../../core/query.js';
import { type AppSql, appSql } from './app-factor.sql.js';
import type { CodeLetters } from './code-news.js';
import type { CodePeople } from './code-people.js';
import type { CodeTools } from './code-tools.js';
import { newRecoveryCodes, typedCode } from './recovery-codes.js';
import { macOfRecoveryCode, sealSecret } from './sealed-factor.js';
import { SECRET_BYTES, secretOf, stepOf } from './totp.js';

/** What somebody has. */
export interface SecondFactorState {
  /** Since when a code is asked for; null where it is not. */
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

/** Who changes their own codes, and the session that may stay. */
export type OwnActor = Actor & { readonly id: string };

/** The app for codes of one kind of people: connected, on another telephone, taken away. */
export abstract class AppFactor {
  private readonly sql: AppSql;

  protected constructor(
    protected readonly tools: CodeTools,
    protected readonly letters: CodeLetters,
    protected readonly people: CodePeople,
  ) {
    this.sql = appSql(people);
  }

  /** Ends the sessions of somebody, since none has been asked for a code of this app; perhaps but the one where it is changed. */
  protected abstract endSessions(tx: EntityManager, id: string, keep?: string): Promise<void>;

  /** What somebody has by now. */
  async state(id: string): Promise<SecondFactorState> {
    return (await one<SecondFactorState>(this.tools.database, this.sql.state, [id]))!;
  }

  /** A new secret for an app. */
  draw(): string {
    return secretOf(this.tools.random.bytes(SECRET_BYTES));
  }

  /** Switches it on when the app shows a right code. */
  async enrol(actor: OwnActor, proposal: Proposal, typed: string, keep?: string): Promise<Enrolment> {
    const { id } = actor;
    const { database, throttle, clock, random, secrets, audit } = this.tools;
    const { kind, limits, said } = this.people;
    const wait = await throttle.take([limits.first, id]);
    if (wait > 0) return { wait };
    const code = typedCode(typed);
    const now = clock.now();
    const step = code?.kind === 'app' ? stepOf(code.code, proposal.secret, now) : undefined;
    if (step === undefined) return 'wrong';
    const codes = newRecoveryCodes(random.int);
    const sealed = sealSecret(secrets, said, id, proposal.secret);
    const done = await database.transaction(async (tx) => {
      const { replaces, passwordChangedAt } = proposal;
      const values = [id, now, sealed, step, replaces, passwordChangedAt];
      if ((await affected(tx, this.sql.enrol, values)) !== 1) return false;
      await this.replaceCodes(tx, id, codes);
      await this.endSessions(tx, id, keep);
      const details = replaces ? { replaced: true } : {};
      await audit.record(tx, actor, `${kind}.second-factor-on`, { kind, id }, details);
      await this.letters.tell(tx, id, replaces ? 'replaced' : 'on', actor);
      return true;
    });
    if (!done) return 'changed meanwhile';
    await throttle.release([], [[limits.first, id]]);
    return codes;
  }

  /** Ten new recovery codes in the place of those that are left; undefined where second factor or password are others by now. */
  async renewCodes(
    actor: OwnActor,
    { passwordChangedAt }: SecondFactorState,
  ): Promise<readonly string[] | undefined> {
    const { id } = actor;
    const { database, random, audit } = this.tools;
    const { kind } = this.people;
    const codes = newRecoveryCodes(random.int);
    return database.transaction(async (tx) => {
      if (!(await one(tx, this.sql.hold, [id, passwordChangedAt]))) return undefined;
      await this.replaceCodes(tx, id, codes);
      await audit.record(tx, actor, `${kind}.recovery-codes-renewed`, { kind, id });
      await this.letters.tell(tx, id, 'codes', actor);
      return codes;
    });
  }

  /**
   * Takes the app away again; all sessions end, perhaps but one. False where second factor or password are others by now, or
   * where one is due and no key is left in its place.
   */
  async switchOff(
    actor: OwnActor,
    { passwordChangedAt }: SecondFactorState,
    { due, keep }: { readonly due: boolean; readonly keep?: string },
  ): Promise<boolean> {
    const { id } = actor;
    const { database, audit } = this.tools;
    const { kind } = this.people;
    return database.transaction(async (tx) => {
      if (!(await one(tx, this.sql.hold, [id, passwordChangedAt]))) return false;
      if (due && !(await one(tx, this.sql.key, [id]))) return false;
      if (!(await this.forget(tx, id, keep))) return false;
      await audit.record(tx, actor, `${kind}.second-factor-off`, { kind, id });
      await this.letters.tell(tx, id, 'off', actor);
      return true;
    });
  }

  /** Forgets app and recovery codes within the caller's transaction, who tells of it; false where there was none. */
  protected async forget(tx: EntityManager, id: string, keep?: string): Promise<boolean> {
    if ((await affected(tx, this.sql.forget, [id])) === 0) return false;
    await tx.query(this.sql.forgetCodes, [id]);
    await this.endSessions(tx, id, keep);
    return true;
  }

  private async replaceCodes(tx: EntityManager, id: string, codes: readonly string[]): Promise<void> {
    await tx.query(this.sql.forgetCodes, [id]);
    const macs = codes.map((code) => macOfRecoveryCode(this.tools.secrets, this.people.said, id, code));
    await tx.query(this.sql.keepCodes, [id, macs]);
  }
}
