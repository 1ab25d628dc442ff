import { copyLine } from '../../imports/copy-text.js';
import { calendarDay } from '../../text/month.js';
import { money } from '../../text/russian.js';
import type { ExchangeRecord, PaymentRecord } from '../formats/billing-records.js';
import { identifierOf } from './matching.js';
import { formerKey, formerKeys, paymentKey } from './payment-key.js';
import { largeSums, together } from './odd-rows.js';
import { LARGE_PAYMENTS } from './odd-rows.sql.js';
import { NOTE_PAYERS_OF_PARTS } from './divided.sql.js';
import * as sql from './payments.sql.js';
import { type Plan, type Present, Staging } from './batch-staging.js';
import { ToldRecipients } from './told-recipients.js';

/** A row that was kept aside: it has been numbered among those of its file, maybe before payers were kept. */
type Kept = PaymentRecord & {
  readonly key: string;
  readonly plainKey?: string;
  readonly former?: true;
  /** What it was before the load `recognisedBy` told who paid. */
  readonly before?: { readonly key: string };
  readonly recognisedBy?: string;
};

interface Counted extends Record<string, number> {
  readonly good: number;
  readonly skipped: number;
  readonly recognised: number;
  readonly kopecks: number;
}

interface MovedRow extends Record<string, unknown> {
  readonly row: number;
  readonly number: string;
  readonly account: string;
  readonly batch_id: string;
  readonly count: number;
}

interface PresentRow extends Record<string, unknown> {
  readonly row: number;
  readonly paid_on: string;
  readonly kopecks: number;
  readonly account: string;
  readonly batch_id: string;
}

/** Payments: those that the portal has already are skipped, for registries overlap. */
export class PaymentsStaging extends Staging {
  readonly create = sql.CREATE;
  readonly copy = sql.COPY;
  readonly amounts = sql.AMOUNTS;

  private readonly recipients = new ToldRecipients();

  override line(row: number, record: ExchangeRecord): string {
    if (record.type !== 'payment') throw new Error(`A record of the kind ${record.type} among payments`);
    const { account, paidOn, amount, commission, source, externalId, period, note } = record;
    const { payer = '', payerAccount = '', purpose = '', named = [], beside = '' } = record;
    const kept = 'key' in record ? (record as Kept) : undefined;
    const mentioned = kept ? [] : (record.mentioned ?? []);
    const { key, plainKey, pairKeys } = kept ? keysOfKept(kept) : keysOf(record);
    return copyLine([
      ...[row, account, identifierOf(account), paidOn, amount, commission, source, externalId, period, note],
      ...[payer, payerAccount, purpose, array(named), kept ? '' : beside, array(mentioned)],
      ...[flag(record.numberedByPayer), flag(record.numberedByBank)],
      ...[key, plainKey, array(pairKeys), flag(kept), kept?.before?.key ?? null, kept?.recognisedBy ?? null],
      this.recipients.number(record.recipient, row, amount),
    ]);
  }

  override async plan(): Promise<Plan> {
    await this.session.query(sql.CREATE_PLANNED);
    await this.session.query('ANALYZE planned');
    await this.session.query(sql.FIND_WAITING);
    if (await this.has(sql.HAS_BESIDE)) for (const leave of sql.LEAVE_TORN) await this.session.query(leave);
    if (await this.has(sql.HAS_MENTIONED)) await this.session.query(sql.LEAVE_MENTIONED);
    await this.session.query(sql.TWICE);
    if (await this.has(sql.HAS_BY_BANK)) {
      for (const find of sql.FIND_BY_BANK) await this.session.query(find);
    }
    await this.session.query(sql.FIND_SPELLED);
    await this.recognise();
    const [counted] = await this.session.query<Counted>(sql.COUNT);
    const periods = await this.session.query<{ period: string }>(sql.PERIODS);
    const { good, skipped, recognised, kopecks } = counted!;
    const [moved] = await this.session.query<MovedRow>(sql.MOVED);
    const seen = together(
      await this.recipients.find(this.session),
      await largeSums(this.session, LARGE_PAYMENTS),
    );
    return {
      good,
      skipped,
      recognised,
      skippedKopecks: kopecks,
      replaced: 0,
      documents: 0,
      periods: periods.map(({ period }) => period),
      ...seen,
      notices: [
        ...seen.notices,
        ...(skipped > 0
          ? [`Платежей, которые уже загружены или ждут разноски: ${skipped}. Они пропущены`]
          : []),
        ...(moved ? [movedWords(moved)] : []),
        ...(recognised > 0 ? [`Прежних платежей, у которых теперь записан плательщик: ${recognised}`] : []),
      ],
    };
  }

  override async apply(batchId: string): Promise<readonly string[]> {
    await this.session.query(sql.NOTE_REPEATS, [batchId]);
    await this.session.query(sql.INSERT_PAYMENTS, [batchId]);
    await this.session.query(NOTE_PAYERS_OF_PARTS, [batchId]);
    await this.session.query(sql.NOTE_PAYERS, [batchId]);
    await this.session.query(sql.NOTE_PAYERS_WAITING, [batchId]);
    await this.session.query(sql.KEEP_UNKNOWN, [batchId]);
    return [];
  }

  override async present(): Promise<Present[]> {
    const rows = await this.session.query<PresentRow>(sql.PRESENT);
    return rows.map(({ row, paid_on, kopecks, account, batch_id }) => ({
      row,
      reason:
        `такой платёж уже есть: ${calendarDay(paid_on)}, ${money(kopecks)}, ` +
        `лицевой счет ${account}, загрузка № ${batch_id}`,
    }));
  }

  private async recognise(): Promise<void> {
    for (const { has, pair } of sql.RECOGNISE) {
      while (await this.has(has)) if ((await this.session.query(pair)).length === 0) break;
    }
  }

  private async has(question: string): Promise<boolean> {
    return (await this.session.query<{ has: boolean }>(question))[0]!.has;
  }
}

function movedWords({ row, number, account, batch_id, count }: MovedRow): string {
  return (
    `Платежей, которые уже есть на другом лицевом счете: ${count} (строка ${row}: № ${number} загружен на лицевой счет ` +
    `${account}, загрузка № ${batch_id}). Они не перенесены: чтобы перенести, отмените прежнюю загрузку`
  );
}

interface Keys {
  readonly key: string;
  readonly plainKey: string | null;
  /** Keys without a payer of stored payments that it may be. */
  readonly pairKeys: readonly string[];
}

function keysOf(record: PaymentRecord): Keys {
  const key = paymentKey(record);
  const former = formerKeys(record);
  const unnumbered = record.onceUnnumbered ? [paymentKey({ ...record, externalId: '' })] : [];
  return {
    key,
    plainKey: formerKey(record, record.account),
    pairKeys: [...(former.length > 0 ? former : [key]), ...unnumbered],
  };
}

/** A row from before payers were kept may have come again with its account known: then its payment has the plain key. */
function keysOfKept(kept: Kept): Keys {
  const plain = formerKey(kept, kept.account);
  return {
    key: kept.key,
    plainKey: kept.plainKey ?? null,
    pairKeys: kept.former && !kept.key.startsWith(plain) ? [plain] : [],
  };
}

/** Numbers of accounts and keys hold nothing that an array of PostgreSQL would have to quote. */
function array(values: readonly string[]): string | null {
  return values.length === 0 ? null : `{${values.join(',')}}`;
}

function flag(value: unknown): string {
  return value ? 't' : 'f';
}
