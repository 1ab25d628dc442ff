import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { ImportSession } from '../../imports/import-session.js';
import type { Outcome } from '../unknown/outcomes.js';
import * as sql from './unknown-rows.sql.js';

interface Counted extends Record<string, unknown> {
  readonly batch_id: string;
  readonly rows: number;
  readonly items: number;
  readonly kopecks: string;
}

/** Why rows stay as they are, or how many have changed, a document as one. */
export type Moved = { readonly refusal: string } | { readonly refusal?: undefined; readonly rows: number };

/** «Не разносить»: takes waiting rows away that belong to nobody here, and brings them back. */
@Injectable()
export class DismissedRowsService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
  ) {}

  /** Takes the rows that still wait off the list, charge lines with the rest of their document; returns how many. */
  async dismiss(
    rowIds: readonly string[],
    { outcome, reason }: { outcome: Outcome; reason: string },
    actor: Actor,
  ): Promise<Moved> {
    return this.move(actor, 'batch.dismissed', { reason, outcome }, sql.DISMISS, [
      rowIds,
      this.clock.now(),
      actor.kind === 'staff' ? actor.id : null,
      ...[reason, outcome],
    ]);
  }

  /** Lets the rows wait again; returns how many had been taken off. */
  async restore(rowIds: readonly string[], actor: Actor): Promise<Moved> {
    return this.move(actor, 'batch.restored', {}, sql.RESTORE, [rowIds]);
  }

  private async move(
    actor: Actor,
    action: 'batch.dismissed' | 'batch.restored',
    told: object,
    statement: string,
    values: unknown[],
  ): Promise<Moved> {
    try {
      return await ImportSession.run(this.database, true, async (session) => {
        await session.takeTurn('page');
        const counted = await session.query<Counted>(statement, values);
        for (const { batch_id: id, rows, kopecks } of counted) {
          const sign = action === 'batch.dismissed' ? 1 : -1;
          await session.query(sql.COUNT_DISMISSED, [id, sign * rows, String(BigInt(sign) * BigInt(kopecks))]);
          const details = { rows, kopecks, ...told };
          await this.audit.record(session.tx, actor, action, { kind: 'batch', id }, details);
        }
        return { rows: counted.reduce((sum, { items }) => sum + items, 0) };
      });
    } catch (error) {
      if (error instanceof ImportRefused) return { refusal: error.message };
      throw error;
    }
  }
}
