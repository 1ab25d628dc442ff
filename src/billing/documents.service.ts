import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../core/database.js';
import { POOL } from '../core/tokens.js';
import type { ChargeLine, DocumentTotals, Payment, PaymentDocument } from './document.js';
import { type LastReceipt, lastReceipt } from './last-receipt.js';
import { linesOf } from './documents.sql.js';

/** Also what the benchmark runs beside us. @public */
export const LAST_DOCUMENT = new Prepared<{
  period: string;
  due_on: string;
  closing: string;
  total: string;
  penalty: string;
  lines: [service: string, total: string][] | null;
}>(
  'last document',
  `SELECT d.period::text, d.due_on::text, d.closing_kopecks AS closing, d.penalty_kopecks AS penalty,
          d.charged_kopecks + d.recalculated_kopecks - d.benefit_kopecks + d.penalty_kopecks AS total,
          ${linesOf('s.name, c.total_kopecks::text')} AS lines
   FROM current_documents d WHERE d.account_id = $1 ORDER BY d.period DESC LIMIT 1`,
);

const PRICES = new Prepared<{ service: string; tariff: string }>(
  'prices of the last document',
  `SELECT s.name AS service, l.tariff FROM charge_lines l JOIN services s ON s.id = l.service_id
   WHERE l.tariff IS NOT NULL AND l.document_id = (
     SELECT id FROM current_documents WHERE account_id = $1 ORDER BY period DESC LIMIT 1)`,
);

interface TotalsRow {
  id: string;
  period: string;
  opening_kopecks: string;
  charged_kopecks: string;
  recalculated_kopecks: string;
  benefit_kopecks: string;
  penalty_kopecks: string;
  paid_kopecks: string;
  closing_kopecks: string;
}

const TOTALS = `id, period::text, opening_kopecks, charged_kopecks, recalculated_kopecks, benefit_kopecks,
  penalty_kopecks, paid_kopecks, closing_kopecks`;

const DOCUMENTS = new Prepared<TotalsRow>(
  'documents',
  `SELECT ${TOTALS} FROM current_documents
   WHERE account_id = $1 AND ($2::date IS NULL OR period < $2)
   ORDER BY current_documents.period DESC LIMIT $3`,
);

const DOCUMENT = new Prepared<TotalsRow & { number: string; counted_until: string; due_on: string }>(
  'document',
  `SELECT ${TOTALS}, number, counted_until::text, due_on::text FROM current_documents
   WHERE account_id = $1 AND period = $2`,
);

const LINES = new Prepared<{
  service: string;
  unit: string;
  volume: string | null;
  common_volume: string | null;
  tariff: string | null;
  charged_kopecks: string;
  recalculated_kopecks: string;
  recalculation_reason: string;
  benefit_kopecks: string;
  increase_factor: string | null;
  increase_kopecks: string;
  total_kopecks: string;
}>(
  'charge lines',
  `SELECT s.name AS service, l.* FROM charge_lines l JOIN services s ON s.id = l.service_id
   WHERE l.document_id = $1 ORDER BY l.position`,
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

  /** What the page of the account shows of the latest receipt. */
  async last(accountId: string): Promise<LastReceipt | undefined> {
    const row = await LAST_DOCUMENT.first(this.pool, accountId);
    return (
      row &&
      lastReceipt({
        month: row.period.slice(0, 7),
        dueOn: row.due_on,
        closing: BigInt(row.closing),
        total: BigInt(row.total),
        penalty: BigInt(row.penalty),
        lines: row.lines ?? [],
      })
    );
  }

  /** What a unit of each service costs by the latest document, in roubles: `41.52`. */
  async prices(accountId: string): Promise<{ service: string; tariff: string }[]> {
    return PRICES.rows(this.pool, accountId);
  }

  /** The totals of at most so many months before the given one (`2026-10`) or of the latest, newest first. */
  async totals(accountId: string, before: string | null, limit: number): Promise<DocumentTotals[]> {
    return (await DOCUMENTS.rows(this.pool, accountId, before && `${before}-01`, limit)).map(totalsOf);
  }

  /** The document of a month with its lines; undefined when there is none. */
  async find(accountId: string, month: string): Promise<PaymentDocument | undefined> {
    const row = await DOCUMENT.first(this.pool, accountId, `${month}-01`);
    return (
      row && {
        ...totalsOf(row),
        number: row.number,
        countedUntil: row.counted_until,
        dueOn: row.due_on,
        lines: await this.lines(row.id),
      }
    );
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

  private async lines(documentId: string): Promise<ChargeLine[]> {
    return (await LINES.rows(this.pool, documentId)).map((row) => ({
      service: row.service,
      unit: row.unit,
      volume: row.volume,
      commonVolume: row.common_volume,
      tariff: row.tariff,
      charged: BigInt(row.charged_kopecks),
      recalculated: BigInt(row.recalculated_kopecks),
      reason: row.recalculation_reason,
      benefit: BigInt(row.benefit_kopecks),
      increaseFactor: row.increase_factor,
      increase: BigInt(row.increase_kopecks),
      total: BigInt(row.total_kopecks),
    }));
  }
}

function totalsOf(row: TotalsRow): DocumentTotals {
  return {
    month: row.period.slice(0, 7),
    opening: BigInt(row.opening_kopecks),
    charged: BigInt(row.charged_kopecks),
    recalculated: BigInt(row.recalculated_kopecks),
    benefit: BigInt(row.benefit_kopecks),
    penalty: BigInt(row.penalty_kopecks),
    paid: BigInt(row.paid_kopecks),
    closing: BigInt(row.closing_kopecks),
  };
}
