import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { staffActor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { touched } from '../../core/query.js';
import type { PanelPerson } from '../../panel/person.js';

/** Takes back what somebody of the office has asked an administrator for. */
@Injectable()
export class DeedWithdrawals {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Only what nobody has decided, and only by whoever has asked; gives the resident, undefined where it is too late. */
  withdraw(id: string, person: PanelPerson): Promise<string | undefined> {
    return this.database.transaction(async (tx) => {
      const [deed] = await touched<{ user_id: string; kind: string; ground: string }>(
        tx,
        `UPDATE resident_deeds SET refused_at = $3
         WHERE id = $1 AND staff_id = $2 AND user_id IS NOT NULL
           AND approved_at IS NULL AND refused_at IS NULL AND done_at IS NULL
         RETURNING user_id, kind, ground`,
        [id, person.staff.id, this.clock.now()],
      );
      if (!deed) return undefined;
      const details = { deed: deed.kind, ground: deed.ground };
      const object = { kind: 'user', id: deed.user_id } as const;
      await this.audit.record(tx, staffActor(person), 'user.help-withdrawn', object, details);
      return deed.user_id;
    });
  }
}
