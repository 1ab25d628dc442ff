import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { LOCK_METERS } from './meters.sql.js';
import { affected, rowsOf } from '../core/query.js';

/** Says for the office which accounts a meter serves: each change is one transaction with its line in the journal. */
@Injectable()
export class MeterAccounts {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
  ) {}

  /** Says which other accounts a meter serves too; returns how many have been added. */
  async attach(id: string, accountIds: readonly string[], actor: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(LOCK_METERS, [[id]]);
      const added = await rowsOf<unknown>(
        tx,
        `INSERT INTO meter_accounts (meter_id, account_id) SELECT $1, id FROM account_places WHERE id = ANY($2)
         ON CONFLICT DO NOTHING RETURNING 1`,
        [id, accountIds],
      );
      if (added.length > 0) {
        const details = { attached: accountIds };
        await this.audit.record(tx, actor, 'meter.changed', { kind: 'meter', id }, details);
      }
      return added.length;
    });
  }

  /** Takes a meter away from accounts it does not serve; returns how many, the last one stays. */
  async detach(id: string, accountIds: readonly string[], actor: Actor): Promise<number> {
    return this.database.transaction(async (tx) => {
      await tx.query(LOCK_METERS, [[id]]);
      const count = await affected(
        tx,
        `DELETE FROM meter_accounts WHERE meter_id = $1 AND account_id = ANY($2)
           AND EXISTS (SELECT FROM meter_accounts WHERE meter_id = $1 AND account_id <> ALL($2))`,
        [id, accountIds],
      );
      if (count > 0) {
        const details = { detached: accountIds };
        await this.audit.record(tx, actor, 'meter.changed', { kind: 'meter', id }, details);
      }
      return count;
    });
  }
}
