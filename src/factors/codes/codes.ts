import type { Actor } from '../../audit/audit.js';
import { affected, one } from '../../core/query.js';
import { countersOfCodes, INSIDE } from './code-limits.js';
import type { CodeLetters } from './code-news.js';
import type { CodePeople } from './code-people.js';
import type { CodeTools } from './code-tools.js';
import { typedCode } from './recovery-codes.js';
import { macOfRecoveryCode, openSecret } from './sealed-factor.js';
import { stepOf } from './totp.js';

/** Whether a code was right; wrong, used and old ones are the same. */
export type CodeCheck = 'right' | 'wrong' | { readonly wait: number };

/** Checks the codes of one kind of people: of the app on their telephone, or of their paper. Each works once. */
export abstract class Codes {
  private readonly sql: Record<'secret' | 'step' | 'spend' | 'left', string>;

  protected constructor(
    private readonly tools: CodeTools,
    private readonly letters: CodeLetters,
    private readonly people: CodePeople,
  ) {
    const { table, open, codes, owner } = people;
    this.sql = {
      secret: `SELECT second_factor_secret AS sealed FROM ${table} WHERE id = $1 AND ${open}`,
      step: `UPDATE ${table} SET second_factor_step = $3
        WHERE id = $1 AND second_factor_secret = $2 AND second_factor_step < $3`,
      spend: `DELETE FROM ${codes} WHERE ${owner} = $1 AND code_mac = $2`,
      left: `SELECT count(*)::int AS left FROM ${codes} WHERE ${owner} = $1`,
    };
  }

  /**
   * Takes a code; attempts are counted before the check, and forgotten after a right one. `browser`: the one that it is typed in,
   * where its owner has signed in by it before; `profile`: the one that they have come by, where no password was typed.
   */
  async take(
    id: string,
    typed: string,
    actor: Actor,
    browser?: string,
    profile?: string,
  ): Promise<CodeCheck> {
    const { throttle, log, journal } = this.tools;
    const { kind, limits, said } = this.people;
    const door = actor.kind === 'stranger' ? browser : INSIDE;
    const counters = countersOfCodes(limits, id, door);
    const wait = await throttle.take(...counters);
    if (wait > 0) {
      log.security(`codes ${said} stopped by a limit`, actor.requestId);
      await journal.record([limits.journal, id], actor, `${kind}.second-factor-stopped`, { kind, id });
      return { wait };
    }
    const code = typedCode(typed);
    const right =
      code?.kind === 'app'
        ? await this.takeStep(id, code.code)
        : code?.kind === 'recovery' && (await this.spend(id, code.code, actor));
    if (!right) {
      log.security(`code ${said} refused`, actor.requestId);
      await this.refused(id, actor, profile);
      return 'wrong';
    }
    await throttle.release([], [...counters, [limits.inARow, id]]);
    return 'right';
  }

  /** A code is asked for after the right password or profile: whoever types a wrong one may have that from somebody. */
  private async refused(id: string, actor: Actor, profile?: string): Promise<void> {
    const { database, throttle, audit } = this.tools;
    const { kind, limits } = this.people;
    const first = actor.kind === 'stranger' && (await throttle.take([limits.letter, id])) === 0;
    await database.transaction(async (tx) => {
      await audit.record(tx, actor, `${kind}.second-factor-refused`, { kind, id });
      if (!first) return;
      if (profile === undefined) await this.letters.tell(tx, id, 'wrong', actor);
      else await this.letters.tell(tx, id, 'wrongByProfile', actor, { profile });
    });
  }

  /** The last step that was used only grows, in one statement: of two who send the same code at once one is late. */
  private async takeStep(id: string, code: string): Promise<boolean> {
    const { database, secrets, clock, log } = this.tools;
    const { said } = this.people;
    const person = await one<{ sealed: string | null }>(database, this.sql.secret, [id]);
    const sealed = person?.sealed;
    if (sealed === undefined || sealed === null) return false;
    const secret = openSecret(secrets, said, id, sealed);
    if (secret === undefined) {
      log.warn(`a second factor ${said} cannot be read: was it sealed by another APP_SECRET?`, 'security');
      return false;
    }
    const step = stepOf(code, secret, clock.now());
    return step !== undefined && (await affected(database, this.sql.step, [id, sealed, step])) === 1;
  }

  /** A code of the paper is gone when it has been used, and its owner is told. */
  private async spend(id: string, code: string, actor: Actor): Promise<boolean> {
    const { database, secrets, audit } = this.tools;
    const { kind, said } = this.people;
    return database.transaction(async (tx) => {
      const mac = macOfRecoveryCode(secrets, said, id, code);
      if ((await affected(tx, this.sql.spend, [id, mac])) === 0) return false;
      const { left } = (await one<{ left: number }>(tx, this.sql.left, [id]))!;
      await audit.record(tx, actor, `${kind}.recovery-code-used`, { kind, id }, { left });
      await this.letters.tell(tx, id, 'spent', actor, { left: String(left) });
      return true;
    });
  }
}
