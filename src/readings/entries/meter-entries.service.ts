import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { isLocked } from '../../core/database-errors.js';
import { rowsOf } from '../../core/query.js';
import { POOL } from '../../core/tokens.js';
import { LOCK_METERS } from '../../meters/meters.sql.js';
import { TakenBackLetters } from '../taken-back/taken-back-letters.service.js';
import { ReadingsService } from '../readings.service.js';
import { CANCEL, ENTRIES, type EnteredMeter, type EntryRow, LOCK_CANCELLABLE, METER } from './entries.sql.js';
import { type NotCancelled, notCancelled } from './may-cancel.js';

/** Who wants to cancel, and whether they are an administrator. */
interface Canceller {
  readonly actor: Actor;
  readonly isAdministrator: boolean;
}

/** What became of a cancelling: done, kept from it by a load of readings, or why not and how the reading stands now. */
export type Cancelling = 'done' | 'busy' | { readonly why: NotCancelled; readonly row: EntryRow };

/** Reads all that was ever entered of a meter, and cancels what was entered wrong. */
@Injectable()
export class MeterEntries {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly readings: ReadingsService,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly letters: TakenBackLetters,
  ) {}

  /** A meter of an account; undefined where the account has no such meter. */
  async meter(accountId: string, meterId: string): Promise<EnteredMeter | undefined> {
    return METER.first(this.pool, accountId, meterId);
  }

  /** Its readings, newest first, whatever has become of them. */
  async of(accountId: string, meterId: string): Promise<EntryRow[]> {
    return ENTRIES.rows(this.pool, meterId, accountId, this.readings.today());
  }

  /**
   * Takes a reading out of calculations, exports and lists; it stays in the history. Who has seen it count gets a letter,
   * where they want those about readings. An export that is under way is waited for, and has it then.
   */
  async cancel(
    accountId: string,
    meterId: string,
    reading: EntryRow,
    ground: string,
    { actor, isAdministrator }: Canceller,
  ): Promise<Cancelling> {
    const why = notCancelled(reading, isAdministrator);
    if (why) return { why, row: reading };
    try {
      if (await this.takeOut(meterId, reading, ground, actor)) return 'done';
    } catch (error) {
      if (isLocked(error)) return 'busy';
      throw error;
    }
    const now = (await this.of(accountId, meterId)).find(({ id }) => id === reading.id) ?? reading;
    return { why: notCancelled(now, isAdministrator) ?? 'superseded', row: now };
  }

  /** The meter is locked first, as whoever sends or decides does: one of two sees what the other has done. */
  private takeOut(meterId: string, reading: EntryRow, ground: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await tx.query(LOCK_METERS, [[meterId]]);
      if ((await rowsOf(tx, LOCK_CANCELLABLE, [reading.id])).length === 0) return false;
      await this.letters.write(tx, {
        ...{
          restores: false,
          readings: 'r.id = $2::bigint',
          parameters: [reading.id],
          event: `reading ${reading.id}`,
        },
        why: `Офис отменил их. Причина: ${ground}.`,
      });
      await tx.query(CANCEL, [reading.id, ground, this.clock.now(), actor.id ?? null]);
      const details = { meterId, period: `${reading.period}-01`, ground };
      await this.audit.record(tx, actor, 'readings.cancelled', { kind: 'reading', id: reading.id }, details);
      return true;
    });
  }
}
