import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../core/query.js';
import type { Actor, AuditAction } from './audit.js';
import type { AUDIT_OBJECTS } from './audit-objects.js';

/** What a line of the journal is about. */
export interface AuditObject {
  readonly kind: keyof typeof AUDIT_OBJECTS;
  readonly id: string;
}

/** Begins a line of the journal within a statement that does what the line tells of; a SELECT follows. */
export const INTO_JOURNAL =
  'INSERT INTO audit_events (actor_kind, actor_id, actor_name, action, object_kind, object_id, ip, request_id)';

/** Writes the journal, always in the transaction of the change it tells of. */
@Injectable()
export class AuditService {
  /** What of people was forgotten because its time was over, and of how many. */
  forgotten(tx: EntityManager, what: string, rows: number): Promise<void> {
    return this.record(tx, { kind: 'system' }, 'data.forgotten', undefined, { what, rows });
  }

  async record(
    tx: EntityManager,
    actor: Actor,
    action: AuditAction,
    object?: AuditObject,
    details: Record<string, unknown> = {},
  ): Promise<void> {
    await this.recordAs(tx, actor, action, object, details);
  }

  /** The same, and gives the number of the line. */
  async recordAs(
    tx: EntityManager,
    actor: Actor,
    action: AuditAction,
    object?: AuditObject,
    details: Record<string, unknown> = {},
  ): Promise<string> {
    const [line] = await rowsOf<{ id: string }>(
      tx,
      `INSERT INTO audit_events (actor_kind, actor_id, actor_name, action, object_kind, object_id, details, ip, request_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
      [
        actor.kind,
        actor.id ?? null,
        actor.name ?? null,
        action,
        object?.kind ?? null,
        object?.id ?? null,
        JSON.stringify(details),
        actor.ip ?? null,
        actor.requestId ?? null,
      ],
    );
    return line!.id;
  }
}
