import { Prepared } from '../core/database.js';
import type { PenaltyKind } from './penalties.js';
import type { ChargeLine, DocumentTotals, PaymentDocument } from './document.js';

/** The charges `c` of a document `d` with their services `s`, each as an array of these columns, in their order. */
export const linesOf = (columns: string): string =>
  `(SELECT json_agg(json_build_array(${columns}) ORDER BY c.position)
    FROM charge_lines c JOIN services s ON s.id = c.service_id WHERE c.document_id = d.id)`;

/** The day of the last payment that a document `d` has counted. */
export const LAST_PAID_ON = `(SELECT max(p.paid_on)::text FROM payments p WHERE p.document_id = d.id AND p.amount_kopecks > 0)`;

/** What is owed to recipients beyond the lines of a document `d`, and whether some of it was carried over. */
export const BESIDE = `(SELECT json_agg(json_build_array(x.recipient_id, x.beside_kopecks::text, x.carried_kopecks <> 0) ORDER BY x.recipient_id)
    FROM document_shares x WHERE x.document_id = d.id)`;

/** What the penalties of a document `d` consist of, each as `PenaltyRow`. */
export const PENALTIES = `(SELECT json_agg(json_build_array(f.kind, f.ground, f.span, f.kopecks::text) ORDER BY f.position)
    FROM document_penalties f WHERE f.document_id = d.id)`;

/** A penalty as JSON brings it. */
export type PenaltyRow = [kind: PenaltyKind, ground: string, span: string, kopecks: string];

/** Payments whose recipient is known and that no document has counted, of the account of a document `d`. */
export const TOLD_SINCE = `(SELECT json_agg(json_build_array(p.recipient_id, p.amount_kopecks::text) ORDER BY p.paid_on, p.id)
    FROM payments p WHERE p.account_id = d.account_id AND p.document_id IS NULL AND p.recipient_id IS NOT NULL)`;

/** Sums by recipient as JSON brings them. */
export type RecipientSums = [recipientId: number, kopecks: string, isCarried?: boolean][] | null;

/** The last payment of an account that is known. */
export const LAST_PAYMENT = new Prepared<{ paid_on: string; amount_kopecks: string; source: string }>(
  'last payment',
  `SELECT paid_on::text, amount_kopecks, source FROM payments WHERE account_id = $1 AND amount_kopecks > 0
   ORDER BY payments.paid_on DESC, id DESC LIMIT 1`,
);
/** What no receipt of an account has counted yet. */
export const PAID_SINCE = new Prepared<{ paid: string; first: string | null }>(
  'payments since the last receipt',
  `SELECT coalesce(sum(amount_kopecks), 0)::bigint AS paid, min(paid_on)::text AS first
   FROM payments WHERE account_id = $1 AND document_id IS NULL`,
);

/** The day of the first balance that somebody has told. */
export const FIRST_BALANCE = new Prepared<{ day: string | null }>(
  'first balance of an account',
  'SELECT min(as_of)::text AS day FROM balance_statements WHERE account_id = $1 AND superseded_by IS NULL',
);

/** Payments of an account within months, from the first day of one to the last of another. */
export const PAYMENTS_OF_MONTHS = new Prepared<{ day: string; source: string; amount: string }>(
  'payments of months',
  `SELECT paid_on::text AS day, source, amount_kopecks AS amount FROM payments
   WHERE account_id = $1 AND paid_on >= $2::date AND paid_on < $3::date + interval '1 month' ORDER BY paid_on, id`,
);

/** A document as a query brings it. */
export interface TotalsRow {
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

/** The same with what only one month is asked for. */
export type DocumentRow = TotalsRow & { number: string; counted_until: string; due_on: string };

/** The columns of `TotalsRow`. */
export const TOTALS = `id, period::text, opening_kopecks, charged_kopecks, recalculated_kopecks, benefit_kopecks,
  penalty_kopecks, paid_kopecks, closing_kopecks`;

/** A line of charges as a query or JSON brings it. */
export interface LineRow {
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
  recipient_id: number | null;
}

/** The columns of `LineRow`, of charges `c` and services `s`; as text, since JSON would round them. */
export const LINE_COLUMNS = `s.name AS service, c.unit, c.volume::text, c.common_volume::text, c.tariff::text,
  c.charged_kopecks::text, c.recalculated_kopecks::text, c.recalculation_reason, c.benefit_kopecks::text,
  c.increase_factor::text, c.increase_kopecks::text, c.total_kopecks::text, c.recipient_id`;

/** The sums of a row. */
export function totalsOf(row: TotalsRow): DocumentTotals {
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

/** The document of a row with its lines. */
export function documentOf(row: DocumentRow, lines: readonly LineRow[]): PaymentDocument {
  return {
    ...totalsOf(row),
    number: row.number,
    countedUntil: row.counted_until,
    dueOn: row.due_on,
    lines: lines.map(lineOf),
  };
}

function lineOf(row: LineRow): ChargeLine {
  return {
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
    recipientId: row.recipient_id,
  };
}

/** Sums by recipient as numbers. */
export function sumsOf(sums: RecipientSums): (readonly [recipientId: number, kopecks: bigint])[] {
  return (sums ?? []).map(([id, kopecks]) => [id, BigInt(kopecks)]);
}

/** Whether debts of former months were carried over to those they are owed to. */
export function isCarried(sums: RecipientSums): boolean {
  return (sums ?? []).some(([, , carried]) => carried);
}

/** When the last payments came. */
export const LAST_PAYMENTS = "SELECT max(created_at) AS at FROM batches WHERE kind = 'payments'";
