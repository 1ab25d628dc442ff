import { copyLine } from '../../platform/files/copy-text.js';
import type { ExchangeRecord } from '../exchange/records.js';
import { identifierOf } from './matching.js';
import { paymentKey } from './payment-key.js';
import * as sql from './payments.sql.js';
import { type Plan, Staging } from './staging.js';

interface Counted extends Record<string, number> {
  readonly good: number;
  readonly skipped: number;
}

/** Payments: those that the portal has already are skipped, for registries overlap. */
export class PaymentsStaging extends Staging {
  readonly create = sql.CREATE;
  readonly copy = sql.COPY;
  readonly amounts = sql.AMOUNTS;

  override staged(row: number, record: ExchangeRecord): string {
    if (record.type !== 'payment') throw new Error(`A record of the kind ${record.type} among payments`);
    const { account, paidOn, amount, commission, source, externalId, period, note } = record;
    // A row that was kept aside has been numbered among those of its file.
    const { key = paymentKey(record) } = record as { key?: string };
    const values = [paidOn, amount, commission, source, externalId, period, note, key];
    return copyLine([row, account, identifierOf(account), ...values]);
  }

  override async plan(): Promise<Plan> {
    await this.session.query(sql.CREATE_PLANNED);
    await this.session.query('ANALYZE planned');
    await this.session.query(sql.TWICE);
    const [counted] = await this.session.query<Counted>(sql.COUNT);
    const periods = await this.session.query<{ period: string }>(sql.PERIODS);
    const { good, skipped } = counted!;
    return {
      good,
      skipped,
      replaced: 0,
      documents: 0,
      periods: periods.map(({ period }) => period),
      notices: skipped > 0 ? [`Платежей, которые уже загружены: ${skipped}. Они будут пропущены`] : [],
    };
  }

  override async apply(batchId: string): Promise<void> {
    await this.session.query(sql.INSERT_PAYMENTS, [batchId]);
    await this.session.query(sql.KEEP_UNKNOWN, [batchId]);
  }
}
