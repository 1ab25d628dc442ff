import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { type KeyNews, Keys } from '../../factors/keys/keys.js';
import { isDue } from '../second-factor/owed.js';
import { SecondFactorLetters } from '../second-factor/second-factor-letters.js';
import { Staff } from '../staff.entity.js';
import { endStaffSessions } from '../staff.service.js';

/** Keys of the devices of people of the office: each opens the office, and is a second factor as well. */
@Injectable()
export class StaffPasskeys extends Keys<Staff> {
  constructor(
    @Inject(CONFIG) private readonly config: Config,
    database: DataSource,
    clock: Clock,
    private readonly audit: AuditService,
    private readonly letters: SecondFactorLetters,
  ) {
    super(database, clock, config.publicUrl, 'staff_passkeys', 'staff_id');
  }

  protected override load(id: string): Promise<Staff> {
    return this.database.manager.findOneByOrFail(Staff, { id });
  }

  protected override async mayAdd(tx: EntityManager, id: string, passwordChangedAt: Date): Promise<boolean> {
    return (await one(tx, HOLD, [id, passwordChangedAt])) !== undefined;
  }

  /** Where a second factor is due, an app or a key stays, whatever is taken away at the same time. */
  protected override async staying(tx: EntityManager, id: string): Promise<'last' | undefined> {
    const app = (await one<{ since: Date | null }>(tx, HOLD_APP, [id]))!.since !== null;
    const { staffSecondFactorFrom: from, timeZone } = this.config;
    if (app || !isDue(from, dayIn(this.clock.now(), timeZone))) return undefined;
    // only now: whoever removes another one meanwhile holds the owner, too
    return (await this.count(tx, id)) <= 1 ? 'last' : undefined;
  }

  /** Whoever has come in before the change has not shown what is asked for now: all sessions end. */
  protected override async tell(
    tx: EntityManager,
    id: string,
    news: KeyNews,
    key: string,
    actor: Actor,
  ): Promise<void> {
    await this.audit.record(tx, actor, `staff.${news}`, { kind: 'staff', id }, { key });
    if (news === 'passkey-renamed') return;
    await endStaffSessions(tx, id);
    await this.letters.tellOfKey(tx, id, news === 'passkey-added' ? 'added' : 'removed', key, actor);
  }

  protected override async record(tx: EntityManager, id: string, key: string, actor: Actor): Promise<void> {
    await this.audit.record(tx, actor, 'staff.passkey-removed', { kind: 'staff', id }, { key });
  }
}

const HOLD = `SELECT FROM staff WHERE id = $1 AND password_changed_at = $2 AND disabled_at IS NULL FOR UPDATE`;
const HOLD_APP = 'SELECT second_factor_at AS since FROM staff WHERE id = $1 FOR UPDATE';
