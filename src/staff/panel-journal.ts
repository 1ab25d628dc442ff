import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { Throttle } from '../platform/throttle.js';

type Person = Actor & { id: string };

/** Writes down what people of the office only tried or looked at; so much and no more, since the journal never shrinks. */
@Injectable()
export class PanelJournal {
  constructor(
    private readonly database: DataSource,
    private readonly throttle: Throttle,
    private readonly audit: AuditService,
  ) {}

  /** One refusal, with the status that was answered. */
  async refused(status: number, staff: Person): Promise<void> {
    if ((await this.throttle.take(['journal: refusals of staff', staff.id])) > 0) return;
    const object = { kind: 'staff', id: staff.id } as const;
    await this.audit.record(this.database.manager, staff, 'staff.refused', object, { status });
  }

  /** A resident's card that was opened: once for a while, however often it is opened again. */
  async viewed(userId: string, staff: Person): Promise<void> {
    if ((await this.throttle.take(['journal: views of a card', `${staff.id} ${userId}`])) > 0) return;
    await this.audit.record(this.database.manager, staff, 'user.viewed', { kind: 'user', id: userId });
  }
}
