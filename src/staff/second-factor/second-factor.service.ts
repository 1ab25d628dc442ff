import { Injectable } from '@nestjs/common';
import { type EntityManager, IsNull } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AppFactor } from '../../factors/codes/app-factor.js';
import { countedCodes } from '../../factors/codes/code-limits.js';
import { CodeTools } from '../../factors/codes/code-tools.js';
import { StaffNews } from '../news/staff-news.js';
import { StaffPasskeys } from '../passkeys/staff-passkeys.service.js';
import { Staff } from '../staff.entity.js';
import { endStaffSessions } from '../staff.service.js';
import { SecondFactorLetters } from './second-factor-letters.js';
import { STAFF_PEOPLE } from './staff-people.js';

/** Why a second factor was not reset. */
export type ResetRefusal = 'own' | 'none' | 'not any more';

/** The second factor of people of the office: their app, and what others reset. */
@Injectable()
export class SecondFactor extends AppFactor {
  constructor(
    tools: CodeTools,
    letters: SecondFactorLetters,
    private readonly keys: StaffPasskeys,
    private readonly news: StaffNews,
  ) {
    super(tools, letters, STAFF_PEOPLE);
  }

  protected override endSessions(tx: EntityManager, id: string): Promise<void> {
    return endStaffSessions(tx, id);
  }

  /** For somebody whose telephone, paper and devices are lost: by another administrator, or from the command line. */
  async reset(id: string, ground: string, actor: Actor): Promise<'done' | ResetRefusal> {
    if (actor.id === id) return 'own';
    const { database, throttle, audit } = this.tools;
    const done = await database.transaction(async (tx) => {
      const may = { id: actor.id!, role: 'administrator', disabledAt: IsNull() } as const;
      if (actor.kind === 'staff' && !(await tx.existsBy(Staff, may))) return 'not any more';
      await tx.query(HOLD_PERSON, [id]);
      const app = await this.forget(tx, id);
      if ((await this.keys.removeAll(tx, id, actor)) === 0 && !app) return 'none';
      await endStaffSessions(tx, id);
      await audit.record(tx, actor, 'staff.second-factor-reset', { kind: 'staff', id }, { ground });
      const by = actor.kind === 'staff' ? actor.name : undefined;
      await this.letters.tell(tx, id, 'reset', actor, { by, ground });
      await this.news.tell(tx, 'reset', await tx.findOneByOrFail(Staff, { id }), actor, { ground });
      return 'done';
    });
    if (done === 'done') await throttle.release([], countedCodes(STAFF_PEOPLE.limits, id));
    return done;
  }
}

/** So that nobody comes in by what is being taken away. */
const HOLD_PERSON = 'SELECT FROM staff WHERE id = $1 FOR UPDATE';
