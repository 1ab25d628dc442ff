import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { AccountPage } from '../accounts/accounts.service.js';
import { dayIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import type { DocumentTotals, Payment, PaymentDocument } from './document.js';
import {
  type DocumentRow,
  documentOf,
  LINE_COLUMNS,
  type LineRow,
  TOTALS,
  totalsOf,
  type TotalsRow,
} from './documents.sql.js';
import { documentSeen, isOpenMonth, type MoneyView, moneyView } from './money-seen.js';

const PRICES = new Prepared<{ service: string; tariff: string }>(
  'prices of the last document',
  `SELECT s.name AS service, l.tariff FROM charge_lines l JOIN services s ON s.id = l.service_id
   WHERE l.tariff IS NOT NULL AND l.document_id = (
     SELECT id FROM current_documents WHERE account_id = $1 ORDER BY period DESC LIMIT 1)`,
);

const DOCUMENTS = new Prepared<TotalsRow>(
  'documents',
  `SELECT ${TOTALS} FROM current_documents
   WHERE account_id = $1 AND ($2::date IS NULL OR period < $2)
     AND ($4::date IS NULL OR period >= date_trunc('month', $4::date))
   ORDER BY current_documents.period DESC LIMIT $3`,
);

const DOCUMENT = new Prepared<DocumentRow>(
  'document',
  `SELECT ${TOTALS}, number, counted_until::text, due_on::text FROM current_documents
   WHERE account_id = $1 AND period = $2`,
);

const LINES = new Prepared<LineRow>(
  'charge lines',
  `SELECT ${LINE_COLUMNS} FROM charge_lines c JOIN services s ON s.id = c.service_id
   WHERE c.document_id = $1 ORDER BY c.position`,
);

const MONTHS = new Prepared<{ period: string }>(
  'months with documents',
  `SELECT period::text FROM current_documents
   WHERE account_id = $1 AND ($2::date IS NULL OR period >= date_trunc('month', $2::date)) ORDER BY current_documents.period DESC`,
);

const PAYMENTS = new Prepared<{
  paid_on: string;
  amount_kopecks: string;
  source: string;
  document_id: string | null;
}>(
  'payments',
  `SELECT paid_on::text, amount_kopecks, source, document_id FROM payments
   WHERE account_id = $1 AND ($2::date IS NULL OR paid_on >= $2) AND ($3::date IS NULL OR paid_on < $3)
     AND ($4::date IS NULL OR paid_on >= $4)
   ORDER BY payments.paid_on DESC, id DESC`,
);

/** Whose account it is has been asked before; what of it is open is in the account. */
type Opened = Pick<AccountPage, 'id' | 'may' | 'tenantSince'>;

/** Reads payment documents and payments of an account, as whoever has opened it may see them. */
@Injectable()
export class DocumentsService {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What a unit of each service costs by the latest document, in roubles: `41.52`; nothing where money is not to be seen. */
  async pricesFor({ id, may }: Opened): Promise<{ service: string; tariff: string }[]> {
    return may.money ? PRICES.rows(this.pool, id) : [];
  }

  /** The totals of at most so many months before the given one (`2026-10`) or of the latest, newest first. */
  async totals(account: Opened, before: string | null, limit: number): Promise<DocumentTotals[]> {
    const view = this.viewOf(account);
    const first = before && `${before}-01`;
    const rows = await DOCUMENTS.rows(this.pool, account.id, first, limit, view.since);
    return rows.map((row) => documentSeen(totalsOf(row), view));
  }

  /** The document of a month with its lines; undefined when there is none. */
  async find(account: Opened, month: string): Promise<PaymentDocument | undefined> {
    const view = this.viewOf(account);
    if (!isOpenMonth(month, view)) return undefined;
    const row = await DOCUMENT.first(this.pool, account.id, `${month}-01`);
    return row && documentSeen(documentOf(row, await LINES.rows(this.pool, row.id)), view);
  }

  /** All months that have a document, newest first. */
  async months(account: Opened): Promise<string[]> {
    const { since } = this.viewOf(account);
    return (await MONTHS.rows(this.pool, account.id, since)).map(({ period }) => period.slice(0, 7));
  }

  /** Payments from the first day of one month until the first day of another, newest first; null is without end. */
  async payments(account: Opened, from: string | null, until: string | null): Promise<Payment[]> {
    const { since } = this.viewOf(account);
    const rows = await PAYMENTS.rows(
      this.pool,
      account.id,
      from && `${from}-01`,
      until && `${until}-01`,
      since,
    );
    return rows.map((row) => ({
      paidOn: row.paid_on,
      amount: BigInt(row.amount_kopecks),
      source: row.source,
      inReceipt: row.document_id !== null,
    }));
  }

  private viewOf(account: Opened): MoneyView {
    return moneyView(account, (moment) => dayIn(moment, this.config.timeZone));
  }
}
