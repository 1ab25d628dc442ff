import { copyLine } from '../../imports/copy-text.js';
import type { ExchangeRecord } from '../formats/billing-records.js';
import * as sql from './balances.sql.js';
import { identifierOf } from './matching.js';
import { largeSums, together } from './odd-rows.js';
import { LARGE_SUMS } from './odd-rows.sql.js';
import { olderBalances } from './older-balances.js';
import { type Plan, Staging } from './batch-staging.js';

interface Counted extends Record<string, number> {
  readonly good: number;
  readonly replaced: number;
}

/** Balances: what an account owes at the end of a day; a newer statement of the same day takes the place of the older. */
export class BalancesStaging extends Staging {
  readonly create = sql.CREATE;
  readonly copy = sql.COPY;
  readonly amounts = sql.AMOUNTS;

  override line(row: number, record: ExchangeRecord): string {
    if (record.type !== 'balance') throw new Error(`A record of the kind ${record.type} among balances`);
    const { account, asOf, amount } = record;
    return copyLine([row, account, identifierOf(account), asOf, amount]);
  }

  override async plan(): Promise<Plan> {
    await this.session.query(sql.CREATE_PLANNED);
    await this.session.query('ANALYZE planned');
    await this.session.query(sql.TWICE);
    const [counted] = await this.session.query<Counted>(sql.COUNT);
    const periods = await this.session.query<{ period: string }>(sql.PERIODS);
    const { good, replaced } = counted!;
    const seen = together(await largeSums(this.session, LARGE_SUMS), await olderBalances(this.session, good));
    return {
      good,
      skipped: 0,
      recognised: 0,
      skippedKopecks: 0,
      replaced,
      documents: 0,
      periods: periods.map(({ period }) => period),
      ...seen,
    };
  }

  override async apply(batchId: string): Promise<readonly string[]> {
    await this.session.query(sql.SUPERSEDE, [batchId]);
    await this.session.query(sql.INSERT_STATEMENTS, [batchId]);
    await this.session.query(sql.KEEP_UNKNOWN, [batchId]);
    return [];
  }
}
