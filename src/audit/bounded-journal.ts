import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { type Counter, Throttle } from '../core/throttle.js';
import type { Actor, AuditAction } from './audit.js';
import { type AuditObject, AuditService } from './audit.service.js';

/** Writes down what was only tried or looked at, beside any transaction; so much and no more, since the journal never shrinks. */
@Injectable()
export class BoundedJournal {
  constructor(
    private readonly database: DataSource,
    private readonly throttle: Throttle,
    private readonly audit: AuditService,
  ) {}

  /** One line, unless the counter has had its share. */
  async record(
    counter: Counter,
    actor: Actor,
    action: AuditAction,
    object?: AuditObject,
    details?: Record<string, unknown>,
  ): Promise<void> {
    if ((await this.throttle.take(counter)) === 0) {
      await this.audit.record(this.database.manager, actor, action, object, details);
    }
  }
}
