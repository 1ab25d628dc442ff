import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock, secondsAfter } from '../../core/clock.js';
import { rowsOf } from '../../core/query.js';
import { type DeedKind, DEEDS } from './deed.js';
import { REFUSED } from './deeds.sql.js';

/** So long whoever has asked is told that they were refused. */
const TOLD_SECONDS = 3 * 86_400;
const DEVICE = 'Потеряно устройство';

/** What an administrator has said no to. */
export interface Refusal {
  readonly userId: string;
  readonly resident: string;
  /** «Сменить E-mail». */
  readonly what: string;
  readonly reason: string;
  readonly refuser: string;
  readonly at: Date;
}

/** Tells whoever has asked an administrator for something that the answer was no, and why. */
@Injectable()
export class Refusals {
  constructor(
    private readonly database: DataSource,
    private readonly clock: Clock,
  ) {}

  /** Those of the last days, the newest first; not where the same was asked for again. */
  async lately(staffId: string): Promise<Refusal[]> {
    const rows = await rowsOf<{
      user_id: string;
      resident: string;
      kind: DeedKind | 'device';
      reason: string;
      refuser: string;
      at: Date;
    }>(this.database, REFUSED, [staffId, secondsAfter(this.clock.now(), -TOLD_SECONDS)]);
    return rows.map(({ user_id: userId, kind, ...row }) => ({
      ...{ ...row, userId },
      what: kind === 'device' ? DEVICE : DEEDS[kind],
    }));
  }
}
