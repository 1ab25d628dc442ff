import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor, AuditAction } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { isTaken } from '../../core/database-errors.js';
import { affected, one, rowsOf, touched } from '../../core/query.js';

/** Somebody who does the work: one of our own people or a contractor. */
export interface ExecutorDetails {
  readonly name: string;
  readonly trade: string;
  readonly contractor: boolean;
  readonly badge: string;
  readonly phone: string;
  readonly email: string;
}

/** An executor as dispatchers choose one. */
export interface Executor extends ExecutorDetails {
  readonly id: string;
}

/** Own people and contractors: the dictionary of the office. */
@Injectable()
export class Executors {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Those who work for us now, by name. */
  all(): Promise<Executor[]> {
    return rowsOf<Executor>(
      this.database,
      'SELECT id, name, trade, contractor, badge, phone, email FROM executors WHERE disabled_at IS NULL ORDER BY name',
    );
  }

  /** Adds one; false when somebody of that name works for us already. */
  add(details: ExecutorDetails, actor: Actor): Promise<boolean> {
    return this.unlessTaken(
      this.database.transaction(async (tx) => {
        const row = await one<{ id: string }>(
          tx,
          `INSERT INTO executors (name, trade, contractor, badge, phone, email) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
          valuesOf(details),
        );
        await this.audit.record(
          tx,
          actor,
          'executor.added',
          { kind: 'executor', id: row!.id },
          named(details),
        );
      }),
    );
  }

  /** Changes what is known of one, if nobody has changed it since. */
  async change(
    shown: { id: string; version: number },
    details: ExecutorDetails,
    actor: Actor,
  ): Promise<'changed' | 'stale' | 'taken'> {
    let stale = false;
    const free = await this.unlessTaken(
      this.database.transaction(async (tx) => {
        const count = await affected(
          tx,
          `UPDATE executors SET name = $3, trade = $4, contractor = $5, badge = $6, phone = $7, email = $8, version = version + 1
           WHERE id = $1 AND version = $2`,
          [shown.id, shown.version, ...valuesOf(details)],
        );
        stale = count === 0;
        if (!stale) {
          await this.audit.record(
            tx,
            actor,
            'executor.changed',
            { kind: 'executor', id: shown.id },
            named(details),
          );
        }
      }),
    );
    return !free ? 'taken' : stale ? 'stale' : 'changed';
  }

  /** Takes somebody off the list, with their links; what they have done stays theirs. */
  disable(id: string, actor: Actor): Promise<boolean> {
    return this.mark(
      id,
      'disabled_at = $2, links_from = $2',
      'disabled_at IS NULL',
      'executor.disabled',
      actor,
    );
  }

  /** Puts somebody on the list again; false when another one has the name by now. */
  enable(id: string, actor: Actor): Promise<boolean> {
    return this.unlessTaken(
      this.mark(
        id,
        'disabled_at = NULL, links_from = $2',
        'disabled_at IS NOT NULL',
        'executor.enabled',
        actor,
      ),
    );
  }

  /** Makes all links of one useless: a telephone was lost, a printed order has gone astray. */
  revokeLinks(id: string, actor: Actor): Promise<boolean> {
    return this.mark(id, 'links_from = $2', 'true', 'executor.links-revoked', actor);
  }

  private mark(id: string, set: string, where: string, action: AuditAction, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const [changed] = await touched<{ name: string }>(
        tx,
        `UPDATE executors SET ${set}, version = version + 1 WHERE id = $1 AND ${where} RETURNING name`,
        [id, this.clock.now()],
      );
      if (changed) await this.audit.record(tx, actor, action, { kind: 'executor', id }, changed);
      return changed !== undefined;
    });
  }

  private async unlessTaken(work: Promise<unknown>): Promise<boolean> {
    try {
      return (await work) !== false;
    } catch (error) {
      if (isTaken(error)) return false;
      throw error;
    }
  }
}

function named({ name }: ExecutorDetails): { name: string } {
  return { name };
}

function valuesOf({ name, trade, contractor, badge, phone, email }: ExecutorDetails): unknown[] {
  return [name, trade, contractor, badge, phone, email];
}
