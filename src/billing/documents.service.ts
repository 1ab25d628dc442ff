import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { AccountPage } from '../accounts/accounts.service.js';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';
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
   WHERE account_id = $1 ORDER BY current_documents.period DESC`,
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
   ORDER BY payments.paid_on DESC, id DESC`,
);

/** Reads payment documents and payments of an account; whose account it is has been asked before. */
@Injectable()
export class DocumentsService {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** What a unit of each service costs by the latest document, in roubles: `41.52`; nothing where money is not to be seen. */
  async pricesFor({ id, may }: AccountPage): Promise<{ service: string; tariff: string }[]> {
    return may.money ? PRICES.rows(this.pool, id) : [];
  }

  /** The totals of at most so many months before the given one (`2026-10`) or of the latest, newest first. */
  async totals(accountId: string, before: string | null, limit: number): Promise<DocumentTotals[]> {
    return (await DOCUMENTS.rows(this.pool, accountId, before && `${before}-01`, limit)).map(totalsOf);
  }

  /** The document of a month with its lines; undefined when there is none. */
  async find(accountId: string, month: string): Promise<PaymentDocument | undefined> {
    const row = await DOCUMENT.first(this.pool, accountId, `${month}-01`);
    return row && documentOf(row, await LINES.rows(this.pool, row.id));
  }

  /** All months that have a document, newest first. */
  async months(accountId: string): Promise<string[]> {
    return (await MONTHS.rows(this.pool, accountId)).map(({ period }) => period.slice(0, 7));
  }

  /** Payments from the first day of one month until the first day of another, newest first; null is without end. */
  async payments(accountId: string, from: string | null, until: string | null): Promise<Payment[]> {
    const rows = await PAYMENTS.rows(this.pool, accountId, from && `${from}-01`, until && `${until}-01`);
    return rows.map((row) => ({
      paidOn: row.paid_on,
      amount: BigInt(row.amount_kopecks),
      source: row.source,
      inReceipt: row.document_id !== null,
    }));
  }
}
