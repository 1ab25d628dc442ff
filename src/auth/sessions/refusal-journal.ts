import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { DataSource } from 'typeorm';
import { AuditService } from '../../audit/audit.service.js';
import { Log } from '../../platform/log.js';
import { Throttle } from '../../platform/throttle.js';
import type { Visit } from '../../platform/visit.js';
import { residentActor } from '../actor.js';

/** Writes down what signed-in residents were refused, after the answer; so much and no more, since the journal never shrinks. */
@Injectable()
export class RefusalJournal {
  constructor(
    private readonly database: DataSource,
    private readonly throttle: Throttle,
    private readonly audit: AuditService,
    private readonly log: Log,
  ) {}

  /** Called with the status of each answer. */
  readonly answered = ({ visit }: Request, status: number): void => {
    if ((status !== 403 && status !== 429) || !visit.user) return;
    this.record(visit, visit.user.id, status).catch((error: unknown) => this.log.error(error, 'journal'));
  };

  private async record(visit: Visit, userId: string, status: number): Promise<void> {
    if ((await this.throttle.take(['journal: refusals of a resident', userId])) > 0) return;
    const object = { kind: 'user', id: userId } as const;
    await this.audit.record(this.database.manager, residentActor(visit), 'user.refused', object, { status });
  }
}
