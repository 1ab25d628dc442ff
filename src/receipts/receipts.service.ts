import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { drawQr, type QrDrawing } from '../core/qr.js';
import { POOL, CONFIG } from '../core/tokens.js';
import { paymentCode } from './payment-code.js';
import { type Receipt } from './receipt.js';
import { RECEIPT_OF_ACCOUNT, RECEIPT_OF_RESIDENT, receiptOf } from './receipt.sql.js';
import type { ListedMonth } from './receipt-list.js';
import { type ReceiptView, receiptView } from './receipt-view.js';

/** A receipt as it is printed: words and the code for payment. */
export interface PrintedReceipt {
  readonly receipt: Receipt;
  readonly view: ReceiptView;
  /** Absent when there is nothing to pay, or no bank to pay to. */
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
  `SELECT d.period::text, d.charged_kopecks + d.recalculated_kopecks - d.benefit_kopecks + d.penalty_kopecks AS total,
     d.closing_kopecks, d.due_on::text, d.counted_until::text
   FROM active_links l JOIN current_documents d ON d.account_id = l.account_id
   WHERE l.user_id = $1 AND l.account_id = $2 ORDER BY d.period DESC`,
);

/** Reads receipts: for residents only those of accounts that they have linked. */
@Injectable()
export class ReceiptsService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** All months that have a receipt, the latest first. */
  async months(userId: string, accountId: string): Promise<ListedMonth[]> {
    const rows = await MONTHS.rows(this.pool, userId, accountId);
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
    const row = await RECEIPT_OF_RESIDENT.first(this.pool, userId, accountId, period);
    return row && this.print(receiptOf(row));
  }

  /** For the office: the receipt of a month, `2026-10-01`, else the last one; undefined when there is none. */
  async ofAccount(accountId: string, period?: string): Promise<PrintedReceipt | undefined> {
    const row = await RECEIPT_OF_ACCOUNT.first(this.pool, accountId, period ?? null);
    return row && this.print(receiptOf(row));
  }

  /** A receipt in words and with its code. */
  print(receipt: Receipt): PrintedReceipt {
    const view = receiptView(receipt, this.config.company);
    const { code } = view;
    const asked = code && this.code({ ...receipt, closing: code.kopecks, period: code.period });
    return { receipt, view, qr: asked === undefined ? undefined : drawQr(asked) };
  }

  /** The text of a code that asks for so much of an account and month. */
  code(receipt: Pick<Receipt, 'account' | 'period' | 'closing' | 'owner' | 'address'>): string {
    const { company, receiptQrNames } = this.config;
    const bank = company.bank!;
    return paymentCode({
      payee: company.legalName,
      payeeInn: company.inn,
      payeeKpp: company.kpp,
      bank: bank.name,
      bic: bank.bic,
      bankAccount: bank.account,
      correspondentAccount: bank.correspondentAccount,
      kopecks: receipt.closing,
      account: receipt.account,
      period: receipt.period,
      payer: receiptQrNames ? { name: receipt.owner, address: receipt.address } : undefined,
    });
  }
}
