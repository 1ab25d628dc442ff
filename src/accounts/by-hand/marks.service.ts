import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Clock } from '../../core/clock.js';
import type { PanelPerson } from '../../panel/person.js';
import { MARK } from './by-hand.sql.js';

/** Remembers what was set by hand, so that a load of a file asks before it writes over it. */
@Injectable()
export class Marks {
  constructor(private readonly clock: Clock) {}

  /** Within the transaction that sets these fields. */
  async set(
    tx: EntityManager,
    accountId: string,
    fields: readonly string[],
    ground: string,
    { staff }: PanelPerson,
  ): Promise<void> {
    await tx.query(MARK, [accountId, fields, ground, staff.id, this.clock.now()]);
  }
}
