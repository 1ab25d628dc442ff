import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { one } from '../../core/query.js';
import { AppFactor } from '../../factors/codes/app-factor.js';
import { countedCodes } from '../../factors/codes/code-limits.js';
import { CodeTools } from '../../factors/codes/code-tools.js';
import { SessionsService } from '../sessions/sessions.service.js';
import { ResidentCodeLetters } from './resident-letters.js';
import { RESIDENT_PEOPLE } from './resident-people.js';

/** The app for codes of residents, who switch it on and off themselves. */
@Injectable()
export class ResidentFactor extends AppFactor {
  constructor(
    tools: CodeTools,
    letters: ResidentCodeLetters,
    private readonly sessions: SessionsService,
  ) {
    super(tools, letters, RESIDENT_PEOPLE);
  }

  protected override async endSessions(tx: EntityManager, id: string, keep?: string): Promise<void> {
    await this.sessions.endAll(tx, id, keep);
  }

  /**
   * Takes away, within the caller's transaction, an app that had been connected when the office gave a slip to somebody who had
   * lost it.
   */
  async takeAway(tx: EntityManager, id: string, until: Date, actor: Actor): Promise<void> {
    if (!(await one(tx, CONNECTED, [id, until])) || !(await this.forget(tx, id))) return;
    const { audit, throttle } = this.tools;
    await audit.record(tx, actor, 'user.second-factor-reset', { kind: 'user', id }, { by: 'slip' });
    await this.letters.tell(tx, id, 'slip', actor);
    await throttle.release([], countedCodes(RESIDENT_PEOPLE.limits, id));
  }

  /** Whether somebody has an app, as a number: within the caller's transaction. */
  async count(tx: EntityManager, id: string): Promise<number> {
    return (await one(tx, CONNECTED, [id, null])) ? 1 : 0;
  }

  /** Takes the app away with all else that went with a lost device, of which the caller tells; gives how many there were. */
  async removeLost(tx: EntityManager, id: string, actor: Actor): Promise<number> {
    if (!(await this.forget(tx, id))) return 0;
    await this.tools.audit.record(
      tx,
      actor,
      'user.second-factor-reset',
      { kind: 'user', id },
      { by: 'lost' },
    );
    return 1;
  }
}

const CONNECTED =
  "SELECT FROM users WHERE id = $1 AND second_factor_at <= coalesce($2::timestamptz, 'infinity')";
