import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { BoundedJournal } from '../../audit/bounded-journal.js';
import { Clock } from '../../core/clock.js';
import { DAY, limit, MINUTE } from '../../core/limits.js';
import { Log } from '../../core/log.js';
import { affected, one } from '../../core/query.js';
import { Secrets } from '../../core/secrets.js';
import { Throttle } from '../../core/throttle.js';
import { countersOfCodes } from './code-limits.js';
import { typedCode } from './recovery-codes.js';
import { SecondFactorLetters } from './second-factor-letters.js';
import { macOfRecoveryCode, openSecret } from './sealed-factor.js';
import { stepOf } from './totp.js';

/** The journal tells that somebody's codes were stopped, and not each time. */
const JOURNAL_STOPPED_CODES = limit('journal: stopped codes of staff', 1, 15 * MINUTE);

/** A letter tells somebody that wrong codes follow their right password, and not each time. */
const LETTER_OF_WRONG_CODES = limit('letter: wrong codes of staff', 1, DAY);

/** Whether a code was right; wrong, used and old ones are the same. */
export type CodeCheck = 'right' | 'wrong' | { readonly wait: number };

/** Checks the codes of people of the office: of the app on their telephone, or of their paper. Each works once. */
@Injectable()
export class StaffCodes {
  constructor(
    private readonly database: DataSource,
    private readonly secrets: Secrets,
    private readonly throttle: Throttle,
    private readonly clock: Clock,
    private readonly audit: AuditService,
    private readonly journal: BoundedJournal,
    private readonly letters: SecondFactorLetters,
    private readonly log: Log,
  ) {}

  /** Takes a code; attempts are counted before the check, and forgotten after a right one. */
  async take(id: string, typed: string, actor: Actor): Promise<CodeCheck> {
    const counters = countersOfCodes(id);
    const wait = await this.throttle.take(...counters);
    const object = { kind: 'staff', id } as const;
    if (wait > 0) {
      this.log.security('codes of staff stopped by a limit', actor.requestId);
      await this.journal.record([JOURNAL_STOPPED_CODES, id], actor, 'staff.second-factor-stopped', object);
      return { wait };
    }
    const code = typedCode(typed);
    const right =
      code?.kind === 'app'
        ? await this.takeStep(id, code.code)
        : code?.kind === 'recovery' && (await this.spend(id, code.code, actor));
    if (!right) {
      this.log.security('code of staff refused', actor.requestId);
      await this.refused(id, actor);
      return 'wrong';
    }
    await this.throttle.release([], counters);
    return 'right';
  }

  /** A code is asked for after the right password: whoever types a wrong one may have it from somebody. */
  private async refused(id: string, actor: Actor): Promise<void> {
    const first = actor.kind === 'stranger' && (await this.throttle.take([LETTER_OF_WRONG_CODES, id])) === 0;
    await this.database.transaction(async (tx) => {
      await this.audit.record(tx, actor, 'staff.second-factor-refused', { kind: 'staff', id });
      if (first) await this.letters.tell(tx, id, 'wrong', actor);
    });
  }

  /** The last step that was used only grows, in one statement: of two who send the same code at once one is late. */
  private async takeStep(id: string, code: string): Promise<boolean> {
    const person = await one<{ sealed: string | null }>(this.database, SEALED_SECRET, [id]);
    const sealed = person?.sealed;
    if (sealed === undefined || sealed === null) return false;
    const secret = openSecret(this.secrets, id, sealed);
    if (secret === undefined) {
      this.log.warn('a second factor of staff cannot be read: was it sealed by another APP_SECRET?', 'staff');
      return false;
    }
    const step = stepOf(code, secret, this.clock.now());
    return step !== undefined && (await affected(this.database, TAKE_STEP, [id, sealed, step])) === 1;
  }

  /** A code of the paper is gone when it has been used, and its owner is told. */
  private async spend(id: string, code: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const mac = macOfRecoveryCode(this.secrets, id, code);
      if ((await affected(tx, SPEND, [id, mac])) === 0) return false;
      const { left } = (await one<{ left: number }>(tx, LEFT, [id]))!;
      await this.audit.record(tx, actor, 'staff.recovery-code-used', { kind: 'staff', id }, { left });
      await this.letters.tell(tx, id, 'spent', actor, { left: String(left) });
      return true;
    });
  }
}

const SEALED_SECRET =
  'SELECT second_factor_secret AS sealed FROM staff WHERE id = $1 AND disabled_at IS NULL';
const TAKE_STEP = `UPDATE staff SET second_factor_step = $3
  WHERE id = $1 AND second_factor_secret = $2 AND second_factor_step < $3`;
const SPEND = 'DELETE FROM staff_recovery_codes WHERE staff_id = $1 AND code_mac = $2';
const LEFT = 'SELECT count(*)::int AS left FROM staff_recovery_codes WHERE staff_id = $1';
