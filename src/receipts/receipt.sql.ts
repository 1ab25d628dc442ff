import { addedBy } from '../accounts/balance.sql.js';
import { mayIn, sinceOwner, sinceTenantMonth } from '../accounts/household/rights.sql.js';
import { DOOR_ORDER } from '../accounts/accounts.sql.js';
import { nonBreaking } from '../text/russian.js';
import type { DebtDocument } from '../billing/debts.js';
import { factsOf, type StoredFacts } from '../billing/document-facts.js';
import type { LineFacts } from '../billing/line-facts.js';
import { Prepared } from '../core/database.js';
import type { Receipt, ReceiptLine } from './receipt.js';
import {
  BESIDE,
  LAST_PAID_ON,
  linesOf,
  PENALTIES,
  type PenaltyRow,
  type RecipientSums,
  isCarried,
  sumsOf,
  TOLD_SINCE,
} from '../billing/documents.sql.js';

/** The columns of one line as JSON, in the order of `lineOf`. */
type LineRow = [
  service: string,
  unit: string,
  volume: string | null,
  commonVolume: string | null,
  tariff: string | null,
  charged: string,
  increaseFactor: string | null,
  increase: string,
  recalculated: string,
  reason: string,
  benefit: string,
  total: string,
  recipientId: number | null,
  facts: LineFacts | null,
];

export interface ReceiptRow {
  account_id: string;
  account: string;
  address: string;
  owner_name: string;
  total_area: string | null;
  residents: number | null;
  els: string;
  hcs_id: string;
  period: string;
  number: string;
  opening_kopecks: string;
  charged_kopecks: string;
  recalculated_kopecks: string;
  benefit_kopecks: string;
  penalty_kopecks: string;
  paid_kopecks: string;
  closing_kopecks: string;
  counted_until: string;
  due_on: string;
  last_paid_on: string | null;
  latest: string;
  newer: string;
  balance_kopecks: string | null;
  balance_on: string | null;
  lines: LineRow[] | null;
  penalties: PenaltyRow[] | null;
  facts: StoredFacts;
  debts: DebtDocument[] | null;
  house_id: string;
  issued_at: Date;
  beside: RecipientSums;
  told: RecipientSums;
  /** Whether the reader may know of the owner and the flat. */
  shows_owner: boolean;
  /** The day since which the reader is a tenant. */
  tenant_since: string | null;
}

/** As it was when the document was loaded; those of the build before have no address, and nothing of it, until a chore has come by. */
const then = (column: string): string => `CASE WHEN d.address IS NULL THEN a.${column} ELSE d.${column} END`;

// Days as text: as dates they would move with the zone of the server.
const receipt = (owner: string, reader = 'true AS shows_owner, NULL::text AS tenant_since'): string => `
  SELECT d.account_id, a.number AS account, coalesce(d.address, a.address) AS address, ${owner} AS owner_name,
    ${then('total_area')} AS total_area, ${then('residents')} AS residents, a.els, a.hcs_id, d.period::text, d.number,
    d.opening_kopecks, d.charged_kopecks, d.recalculated_kopecks, d.benefit_kopecks, d.penalty_kopecks,
    d.paid_kopecks, d.closing_kopecks, d.counted_until::text, d.due_on::text,
    ${LAST_PAID_ON} AS last_paid_on,
    coalesce(later.latest, d.period)::text AS latest, coalesce(later.sums, 0)::text AS newer,
    a.balance_kopecks, a.balance_on::text, a.house_id, d.created_at AS issued_at, ${BESIDE} AS beside, ${TOLD_SINCE} AS told, ${reader},
    ${PENALTIES} AS penalties, d.facts, d.debts,
    ${linesOf(`s.name, c.unit, c.volume::text, c.common_volume::text, c.tariff::text,
      c.charged_kopecks::text, c.increase_factor::text, c.increase_kopecks::text, c.recalculated_kopecks::text,
      c.recalculation_reason, c.benefit_kopecks::text, c.total_kopecks::text, c.recipient_id, c.facts`)} AS lines
  FROM payment_documents d
  JOIN account_places a ON a.id = d.account_id
  CROSS JOIN LATERAL (
    SELECT max(n.period) AS latest,
      sum(greatest(${addedBy('n')}, 0)) AS sums
    FROM current_documents n WHERE n.account_id = d.account_id AND n.period > d.period) later`;

const RECEIPT = receipt(then('owner_name'));

/**
 * The receipt of a month, for a resident of the account who may see it; none of the months before a tenant, and nobody's
 * has an owner of the time before the one whom they came with. Days and months are those of the zone $4.
 */
export const RECEIPT_OF_RESIDENT = new Prepared<ReceiptRow>(
  'receipt of resident',
  `${receipt(
    `CASE WHEN ${mayIn('l', 'owner')} AND ${sinceOwner('l', 'd.created_at')} THEN ${then('owner_name')} ELSE '' END`,
    `${mayIn('l', 'owner')} AS shows_owner,
      CASE WHEN l.role = 'tenant' THEN (l.created_at AT TIME ZONE $4)::date::text END AS tenant_since`,
  )}
   JOIN active_links l ON l.account_id = d.account_id AND l.user_id = $1 AND ${mayIn('l', 'money')}
   WHERE d.account_id = $2 AND d.period = $3 AND d.superseded_by IS NULL AND ${sinceTenantMonth('l', 'd.period', '$4')}`,
);

/** The receipt of a month, or the last one, for the office. */
export const RECEIPT_OF_ACCOUNT = new Prepared<ReceiptRow>(
  'receipt of account',
  `${RECEIPT} WHERE d.account_id = $1 AND d.superseded_by IS NULL AND ($2::date IS NULL OR d.period = $2)
   ORDER BY d.period DESC LIMIT 1`,
);

/** Receipts of documents whose ids are known, in the order of the ids. */
export const RECEIPTS_OF_DOCUMENTS = new Prepared<ReceiptRow>(
  'receipts of documents',
  `${RECEIPT} WHERE d.id = ANY ($1::bigint[]) ORDER BY array_position($1::bigint[], d.id)`,
);

/** The documents of a house for a month: flats in the order of their numbers, 2 before 10. */
export const DOCUMENTS_OF_HOUSE = new Prepared<{ id: string }>(
  'documents of house',
  `SELECT d.id FROM current_documents d JOIN account_places a ON a.id = d.account_id
   WHERE a.house_id = $1 AND d.period = $2 ORDER BY ${DOOR_ORDER}`,
);

/** A row of these queries as a receipt, with what meters have shown. */
export function receiptOf(row: ReceiptRow, readings: readonly string[] = []): Receipt {
  return {
    accountId: row.account_id,
    account: row.account,
    address: nonBreaking(row.address),
    owner: row.owner_name,
    area: row.total_area,
    residents: row.residents,
    els: row.els,
    hcsId: row.hcs_id,
    period: row.period,
    number: row.number,
    opening: BigInt(row.opening_kopecks),
    charged: BigInt(row.charged_kopecks),
    recalculated: BigInt(row.recalculated_kopecks),
    benefit: BigInt(row.benefit_kopecks),
    penalty: BigInt(row.penalty_kopecks),
    paid: BigInt(row.paid_kopecks),
    closing: BigInt(row.closing_kopecks),
    countedUntil: row.counted_until,
    dueOn: row.due_on,
    lastPaidOn: row.last_paid_on,
    latest: row.latest,
    newer: BigInt(row.newer),
    owed: row.balance_kopecks === null ? null : BigInt(row.balance_kopecks),
    knownUntil: row.balance_on,
    lines: (row.lines ?? []).map(lineOf),
    penalties: (row.penalties ?? []).map(([kind, ground, span, kopecks]) => ({
      ...{ kind, ground, span },
      kopecks: BigInt(kopecks),
    })),
    facts: factsOf(row.facts),
    debts: row.debts ?? [],
    readings,
    houseId: row.house_id,
    issuedAt: row.issued_at,
    beside: sumsOf(row.beside),
    carried: isCarried(row.beside),
    told: sumsOf(row.told),
  };
}

function lineOf(row: LineRow): ReceiptLine {
  const [service, unit, volume, commonVolume, tariff, charged, increaseFactor, increase, ...rest] = row;
  const [recalculated, recalculationReason, benefit, total, recipientId, facts] = rest;
  return {
    service,
    unit,
    volume,
    commonVolume,
    tariff,
    charged: BigInt(charged),
    increaseFactor,
    increase: BigInt(increase),
    recalculated: BigInt(recalculated),
    recalculationReason,
    benefit: BigInt(benefit),
    total: BigInt(total),
    recipientId,
    facts: facts ?? {},
  };
}
