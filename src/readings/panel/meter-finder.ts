import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Meter, MonthOf } from '../../meters/meter.js';
import { ReadingsService } from '../readings.service.js';

const ACCOUNT = `SELECT a.id FROM meter_accounts ma JOIN account_places a ON a.id = ma.account_id
  WHERE ma.meter_id = $1 ORDER BY a.closed, a.number LIMIT 1`;

/** Finds a meter of the panel with all that its readings are held against. */
@Injectable()
export class MeterFinder {
  constructor(
    private readonly database: DataSource,
    private readonly readings: ReadingsService,
  ) {}

  /** A meter in use, as it is read for a month, and the account that its readings go to; undefined when it serves none. */
  async find(meterId: string, monthOf: MonthOf): Promise<{ meter: Meter; accountId: string } | undefined> {
    const [account] = await this.database.query<{ id: string }[]>(ACCOUNT, [meterId]);
    if (!account) return undefined;
    const meter = (await this.readings.metersOf(account.id, monthOf)).find(({ id }) => id === meterId);
    return meter && { meter, accountId: account.id };
  }
}
