import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { isAbsent, isTaken } from '../core/database-errors.js';
import type { WindowRule } from './reading-window.js';
import type { Resource } from './resource.js';
import { one, touched } from '../core/query.js';

/** For which house and resource a rule is; null stands for all. */
export interface RuleScope {
  readonly houseId: string | null;
  readonly resource: Resource | null;
}

/** Keeps the rules that say when readings are taken. */
@Injectable()
export class ReadingWindowsService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
  ) {}

  /** Adds a rule; `taken` when this house and resource have one, `absent` when there is no such house. */
  async add(scope: RuleScope, rule: WindowRule, actor: Actor): Promise<'added' | 'taken' | 'absent'> {
    try {
      return await this.database.transaction(async (tx) => {
        const row = await one<{ id: string }>(
          tx,
          `INSERT INTO reading_windows (house_id, resource, start_day, end_day, ends_next_month, strict)
           VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
          [scope.houseId, scope.resource, ...daysOf(rule)],
        );
        await this.record(tx, actor, row!.id, { added: { ...scope, ...rule } });
        return 'added' as const;
      });
    } catch (error) {
      if (isTaken(error, 'reading_windows_one')) return 'taken';
      if (isAbsent(error, 'reading_windows_house_id_fkey')) return 'absent';
      throw error;
    }
  }

  /** Changes the days of a rule, unless it is gone or another by now than the version that was shown. */
  async change(
    { id, version }: { id: string; version: number },
    rule: WindowRule,
    actor: Actor,
  ): Promise<'changed' | 'stale' | 'gone'> {
    return this.database.transaction(async (tx) => {
      const before = await one<RuleScope & WindowRule>(
        tx,
        `SELECT house_id AS "houseId", resource, start_day AS "startDay", end_day AS "endDay", ends_next_month AS "endsNextMonth", strict
         FROM reading_windows WHERE id = $1 FOR UPDATE`,
        [id],
      );
      if (!before) return 'gone';
      if (String(daysOf(before)) === String(daysOf(rule))) return 'changed';
      const rows = await touched<{ version: number }>(
        tx,
        `UPDATE reading_windows SET start_day = $3, end_day = $4, ends_next_month = $5, strict = $6
         WHERE id = $1 AND version = $2 RETURNING version`,
        [id, version, ...daysOf(rule)],
      );
      if (!rows[0]) return 'stale';
      await this.record(tx, actor, id, { before, after: rule, version: rows[0].version });
      return 'changed';
    });
  }

  /** Removes a rule of a house or a resource; the company's own stays, for without it nothing could be taken. */
  async remove(id: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const rows = await touched<object>(
        tx,
        `DELETE FROM reading_windows WHERE id = $1 AND (house_id IS NOT NULL OR resource IS NOT NULL) RETURNING *`,
        [id],
      );
      const [removed] = rows;
      if (removed) await this.record(tx, actor, id, { removed });
      return removed !== undefined;
    });
  }

  private async record(tx: EntityManager, actor: Actor, id: string, details: object): Promise<void> {
    await this.audit.record(
      tx,
      actor,
      'reading-window.changed',
      { kind: 'reading-window', id },
      { ...details },
    );
  }
}

function daysOf({ startDay, endDay, endsNextMonth, strict }: WindowRule): unknown[] {
  return [startDay, endDay, endsNextMonth, strict];
}
