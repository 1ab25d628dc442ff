import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import type { Pool } from 'pg';
import type { Config } from '../core/config.js';
import { mayIn, sinceTenantMonth } from '../accounts/household/rights.sql.js';
import { type MoneyView, receiptSeen } from '../billing/money-seen.js';
import { Prepared } from '../core/database.js';
import { drawQr, type QrDrawing } from '../core/qr.js';
import { partsOf } from '../core/parts.js';
import { POOL, CONFIG } from '../core/tokens.js';
import { type ReadingsDefinition, ReadingsPart } from './readings-part.js';
import { addedBy } from '../accounts/balance.sql.js';
import type { Recipient, RecipientBook } from '../billing/recipients/recipient.js';
import { Recipients } from '../billing/recipients/recipients.service.js';
import { Clock, dayIn } from '../core/clock.js';
import { paymentCode } from './payment-code.js';
import { type Receipt } from './receipt.js';
import { RECEIPT_OF_ACCOUNT, RECEIPT_OF_RESIDENT, receiptOf, type ReceiptRow } from './receipt.sql.js';
import type { ListedMonth } from './receipt-list.js';
import { type ReceiptView, receiptView } from './receipt-view.js';
import type { SlipView } from './slip-view.js';

/** A receipt as it is printed: words and the code for payment. */
export interface PrintedReceipt {
  readonly receipt: Receipt;
  readonly view: ReceiptView;
  /** Absent when there is nothing to pay, no bank to pay to, or each recipient has its own. */
  readonly qr: QrDrawing | undefined;
  /** One for each recipient; none where all goes to one. */
  readonly slips: readonly Slip[];
}

/** A part of a receipt that is paid by itself. */
export interface Slip {
  readonly view: SlipView;
  readonly qr: QrDrawing | undefined;
}

const MONTHS = new Prepared<{
  period: string;
  total: string;
  closing_kopecks: string;
  due_on: string;
  counted_until: string;
}>(
  'months of receipts',
  `SELECT d.period::text, ${addedBy('d')} AS total,
     d.closing_kopecks, d.due_on::text, d.counted_until::text
   FROM active_links l JOIN current_documents d ON d.account_id = l.account_id
   WHERE l.user_id = $1 AND l.account_id = $2 AND ${mayIn('l', 'money')}
     AND ${sinceTenantMonth('l', 'd.period', '$3')} ORDER BY d.period DESC`,
);

/** Reads receipts: for residents only those of accounts that they have linked. */
@Injectable()
export class ReceiptsService implements OnModuleInit {
  private meters: readonly ReadingsDefinition[] = [];

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly recipients: Recipients,
    private readonly clock: Clock,
    private readonly discovery: DiscoveryService,
  ) {}

  onModuleInit(): void {
    this.meters = partsOf<ReadingsDefinition>(this.discovery, ReadingsPart);
  }

  /** All months that have a receipt, the latest first. */
  async months(userId: string, accountId: string): Promise<ListedMonth[]> {
    const rows = await MONTHS.rows(this.pool, userId, accountId, this.config.timeZone);
    return rows.map((row) => ({
      period: row.period,
      total: BigInt(row.total),
      closing: BigInt(row.closing_kopecks),
      countedUntil: row.counted_until,
      dueOn: row.due_on,
    }));
  }

  /** The receipt of a month, `2026-10-01`; undefined when it is missing or the account is not linked. */
  async read(userId: string, accountId: string, period: string): Promise<PrintedReceipt | undefined> {
    const row = await RECEIPT_OF_RESIDENT.first(this.pool, userId, accountId, period, this.config.timeZone);
    return row && (await this.printed([row]))[0];
  }

  /** For the office: the receipt of a month, `2026-10-01`, else the last one; undefined when there is none. */
  async ofAccount(accountId: string, period?: string): Promise<PrintedReceipt | undefined> {
    const row = await RECEIPT_OF_ACCOUNT.first(this.pool, accountId, period ?? null);
    return row && (await this.printed([row]))[0];
  }

  /** Receipts of one month in words, with what the meters have shown in it. */
  async printed(rows: readonly ReceiptRow[]): Promise<PrintedReceipt[]> {
    const [first] = rows;
    if (!first) return [];
    const accounts = rows.map((row) => row.account_id);
    const told = await Promise.all(this.meters.map((part) => part.told(accounts, first.period)));
    const book = await this.recipients.book();
    return rows.map((row) => {
      const readings = told.flatMap((one) => one.get(row.account_id) ?? []);
      const view = { owner: row.shows_owner, since: row.tenant_since };
      return this.print(receiptOf(row, readings), view, book);
    });
  }

  /** A receipt in words and with its codes; the requisites of a past month are those of the day on which it came. */
  private print(receipt: Receipt, reader: MoneyView, book: RecipientBook): PrintedReceipt {
    const { company, timeZone } = this.config;
    const issued = dayIn(receipt.issuedAt, timeZone);
    // Months of former years may be loaded years later.
    const ofItsDay = book.of(issued < receipt.dueOn ? issued : receipt.dueOn, receipt.houseId);
    const today = book.of(dayIn(this.clock.now(), timeZone), receipt.houseId);
    const view = receiptView(receipt, company, ofItsDay, today, receiptSeen(receipt, reader));
    const drawn = (code: ReceiptView['code'], to: Recipient): QrDrawing | undefined =>
      code && drawQr(this.code({ ...receipt, closing: code.kopecks, period: code.period }, to));
    return {
      receipt,
      view,
      qr: drawn(view.code, view.recipient),
      slips: view.slips.map((slip) => ({ view: slip, qr: drawn(slip.code, slip.recipient) })),
    };
  }

  /** The text of a code that asks for so much of an account and month, to be paid to somebody with a bank. */
  code(
    receipt: Pick<Receipt, 'account' | 'period' | 'closing' | 'owner' | 'address'>,
    { name, inn, kpp, bank, purpose, takes }: Recipient,
  ): string {
    return paymentCode({
      payee: name,
      payeeInn: inn,
      payeeKpp: kpp,
      bank: bank!.name,
      bic: bank!.bic,
      bankAccount: bank!.account,
      correspondentAccount: bank!.correspondentAccount,
      kopecks: receipt.closing,
      ...{ purpose, takes },
      account: receipt.account,
      period: receipt.period,
      payer:
        this.config.receiptQrNames && receipt.owner !== ''
          ? { name: receipt.owner, address: receipt.address }
          : undefined,
    });
  }
}
