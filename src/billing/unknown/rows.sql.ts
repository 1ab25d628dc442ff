import { Prepared } from '../../core/database.js';
import { decidedAlike, itemOf, sameDeed } from '../import/same-rows.sql.js';
import type { RecordKind } from '../formats/billing-records.js';
import type { Outcome } from './outcomes.js';

/** How a row stands: it waits, belongs to nobody here, or has been given to an account. */
export const ROW_STATES = ['waiting', 'dismissed', 'resolved'] as const;
export type RowState = (typeof ROW_STATES)[number];

/** A row of a file, or the lines of one document, as its list shows it. */
export interface ListedRow {
  readonly id: string;
  readonly kind: RecordKind;
  readonly kopecks: string;
  /** Of the payment, of the balance, or the first of the month that was charged. */
  readonly day: string | null;
  readonly account: string;
  readonly payer: string;
  readonly purpose: string;
  readonly outcome: Outcome | null;
  readonly reason: string | null;
  /** Of the account that it was given to; of each, where it was divided. */
  readonly number: string | null;
}

/** What an account has got of a row that was divided. */
interface RowPart {
  readonly account: string;
  readonly number: string;
  readonly address: string;
  readonly kopecks: string;
}

/** All that is known of a row. */
export interface WaitingRow extends ListedRow {
  readonly state: RowState;
  readonly row_no: number;
  /** Empty where the file has but one that is read. */
  readonly sheet: string;
  readonly batch_id: string;
  readonly file_name: string;
  readonly loaded_at: Date;
  readonly payer_account: string;
  readonly source: string;
  readonly external_id: string;
  readonly note: string;
  readonly services: readonly string[];
  readonly named: readonly string[];
  /** Others that wait under the same number, with what they add up to. */
  readonly others: number;
  readonly others_kopecks: string;
  readonly resolved_account_id: string | null;
  readonly resolved_address: string | null;
  /** Empty where one account has got all of it. */
  readonly parts: readonly RowPart[];
  readonly decided_at: Date | null;
  readonly decided_by_id: string | null;
  readonly decided_by: string | null;
  /** Others with the same number that were decided about alike: given to the same account, or taken off too. */
  readonly decided_others: number;
  /** Documents of other months that were given with it from the same load, and are taken back with it. */
  readonly together: number;
}

const STANDS: Record<RowState, (row: string) => string> = {
  waiting: (row) => `${row}.resolved_at IS NULL AND ${row}.dismissed_at IS NULL`,
  dismissed: (row) => `${row}.dismissed_at IS NOT NULL`,
  resolved: (row) => `${row}.resolved_at IS NOT NULL`,
};

/** Lines of one document are one; totals that a document tells add nothing to the sum of its lines. */
const ofDocument = (row: string): string => `${row}.kind = 'charges' AND ${row}.batch_id = u.batch_id
    AND ${row}.account_text = u.account_text AND ${row}.record->>'period' = u.record->>'period'
    AND (${row}.resolved_at IS NULL) = (u.resolved_at IS NULL) AND (${row}.dismissed_at IS NULL) = (u.dismissed_at IS NULL)`;
const KOPECKS = `CASE WHEN u.kind <> 'charges' THEN u.amount_kopecks ELSE (
    SELECT coalesce(sum(l.amount_kopecks) FILTER (WHERE l.record->>'type' <> 'document'), 0)::bigint
    FROM unknown_rows l WHERE ${ofDocument('l')}) END`;
const FIRST = `(u.kind <> 'charges' OR NOT EXISTS (SELECT FROM unknown_rows f WHERE ${ofDocument('f')} AND f.id < u.id))`;

const LISTED = `u.id, u.kind, ${KOPECKS} AS kopecks,
    coalesce(u.record->>'paidOn', u.record->>'asOf', u.record->>'period') AS day, u.account_text AS account,
    coalesce(u.record->>'payer', '') AS payer,
    coalesce(nullif(u.record->>'purpose', ''), u.record->>'note', u.record->>'service', '') AS purpose,
    u.outcome, u.dismiss_reason AS reason,
    coalesce((SELECT string_agg(a.number, ', ' ORDER BY p.id) FROM payments p JOIN account_places a ON a.id = p.account_id
      WHERE p.part_of = u.id), (SELECT a.number FROM account_places a WHERE a.id = u.resolved_account_id)) AS number`;

const SAID = `search_key(concat_ws(' ', u.account_text, u.record->>'payer', u.record->>'purpose', u.record->>'note',
    u.record->>'service', u.record->>'externalId', u.dismiss_reason))`;

const HAS = (words: string): string =>
  `${SAID} LIKE ALL (ARRAY(SELECT '%' || search_key(w) || '%' FROM unnest(${words}::text[]) w))`;

/** Of a sum between two, where they are given. */
const BETWEEN = (sums: string): string =>
  `(${sums}::bigint[] IS NULL OR ${KOPECKS} BETWEEN (${sums}::bigint[])[1] AND (${sums}::bigint[])[2])`;

/** Of a day, where one is given. */
const OF_DAY = (day: string): string =>
  `(${day}::text IS NULL OR coalesce(u.record->>'paidOn', u.record->>'asOf') = ${day})`;

/**
 * With all words ($1), of a sum between two ($2), of a day ($3), with an outcome ($4); in the place of all words do those
 * of the value `at`, where the sum is between those of the next one, and the day is that after it.
 */
const searched = (state: RowState, at: number): string => `
     FROM unknown_rows u JOIN batches b ON b.id = u.batch_id AND b.undone_at IS NULL
     WHERE ${STANDS[state]('u')} AND ${FIRST}
       AND (${HAS('$1')} OR $${at}::text[] IS NOT NULL AND ${HAS(`$${at}`)} AND ${BETWEEN(`$${at + 1}`)} AND ${OF_DAY(`$${at + 2}`)})
       AND ${BETWEEN('$2')} AND ${OF_DAY('$3')}
       AND ($4::text IS NULL OR u.outcome = $4)`;

/** Rows in a state that are searched for, so many ($5) from a place on ($6). */
export const ROWS: Record<RowState, Prepared<ListedRow>> = {
  waiting: rows('waiting', 'u.id'),
  dismissed: rows('dismissed', 'u.dismissed_at DESC, u.id'),
  resolved: rows('resolved', 'u.resolved_at DESC, u.id'),
};

function rows(state: RowState, order: string): Prepared<ListedRow> {
  return new Prepared(
    `unknown rows, ${state}`,
    `SELECT ${LISTED} ${searched(state, 7)} ORDER BY ${order} LIMIT $5 OFFSET $6`,
  );
}

/** Of those that wait and are searched for, the one after the row $5, or the first of all. */
export const NEXT_ROW = new Prepared<{ id: string }>(
  'next unknown row',
  `(SELECT u.id ${searched('waiting', 6)} AND u.id > $5::bigint ORDER BY u.id LIMIT 1)
   UNION ALL (SELECT u.id ${searched('waiting', 6)} AND u.id < $5::bigint ORDER BY u.id LIMIT 1) LIMIT 1`,
);

/** How many wait, a document as one as its list has it, counted no further than a menu counts. */
export const WAITING_ROWS = new Prepared<{ count: number; oldest: Date | null; first: string | null }>(
  'unknown rows that wait',
  `SELECT count(*)::integer AS count, min(w.created_at) AS oldest, min(w.id)::text AS first
   FROM (SELECT u.id, b.created_at FROM unknown_rows u JOIN batches b ON b.id = u.batch_id AND b.undone_at IS NULL
     WHERE ${STANDS.waiting('u')} AND ${FIRST} LIMIT 10001) w`,
);

/** How many rows there are, a document as one, and what they add up to. */
const counted = (row: string): string => `count(DISTINCT ${itemOf(row)})::integer AS count,
       coalesce(sum(CASE WHEN ${row}.record->>'type' = 'document' THEN 0 ELSE ${row}.amount_kopecks END), 0)::bigint AS kopecks`;

/** What was decided about in one go with the row $1, itself included; nothing where it has no number. */
export const DEED = new Prepared<{ count: number; kopecks: string }>(
  'rows decided with an unknown row',
  `SELECT ${counted('o')} FROM unknown_rows u
   JOIN unknown_rows o ON o.account_text = u.account_text AND o.account_text <> '' AND ${sameDeed('o')}
   WHERE u.id = $1::bigint`,
);

const sameNumber = (row: string): string =>
  `${row}.account_text = u.account_text AND ${row}.account_text <> '' AND ${row}.id <> u.id AND NOT (${ofDocument(row)})`;
/** Charges of one load that were given together go back together: see GIVEN_ROWS. */
const tied = (
  row: string,
): string => `(u.kind = 'charges' AND ${row}.kind = 'charges' AND ${row}.batch_id = u.batch_id
       AND u.resolved_at IS NOT NULL AND ${row}.resolved_account_id = u.resolved_account_id)`;

export const ROW = new Prepared<WaitingRow>(
  'unknown row',
  `SELECT ${LISTED}, u.row_no, coalesce(u.record->>'sheet', '') AS sheet, u.batch_id, b.file_name, b.created_at AS loaded_at,
     CASE WHEN u.resolved_at IS NOT NULL THEN 'resolved' WHEN u.dismissed_at IS NULL THEN 'waiting' ELSE 'dismissed' END AS state,
     coalesce(u.record->>'payerAccount', '') AS payer_account, coalesce(u.record->>'source', '') AS source,
     coalesce(u.record->>'externalId', '') AS external_id, coalesce(u.record->>'note', '') AS note,
     ARRAY(SELECT l.record->>'service' FROM unknown_rows l WHERE u.kind = 'charges' AND ${ofDocument('l')}
       AND l.record ? 'service' ORDER BY l.row_no) AS services,
     ARRAY(SELECT jsonb_array_elements_text(coalesce(u.record->'named', '[]'))) AS named,
     same.count AS others, same.kopecks AS others_kopecks, alike.count AS decided_others, tied.count AS together,
     u.resolved_account_id, (SELECT a.address FROM account_places a WHERE a.id = u.resolved_account_id) AS resolved_address,
     ARRAY(SELECT jsonb_build_object('account', p.account_id, 'number', a.number, 'address', a.address, 'kopecks', p.amount_kopecks::text)
       FROM payments p JOIN account_places a ON a.id = p.account_id WHERE p.part_of = u.id ORDER BY p.id) AS parts,
     coalesce(u.resolved_at, u.dismissed_at) AS decided_at, coalesce(u.resolved_by, u.dismissed_by) AS decided_by_id,
     (SELECT s.name FROM staff_names s WHERE s.id = coalesce(u.resolved_by, u.dismissed_by)) AS decided_by
   FROM unknown_rows u JOIN batches b ON b.id = u.batch_id
   CROSS JOIN LATERAL (
     SELECT ${counted('o')} FROM unknown_rows o JOIN batches ob ON ob.id = o.batch_id AND ob.undone_at IS NULL
     WHERE ${sameNumber('o')} AND ${STANDS.waiting('o')}) same
   CROSS JOIN LATERAL (
     SELECT ${counted('g')} FROM unknown_rows g
     WHERE ${sameNumber('g')} AND ${decidedAlike('g')} AND ${tied('g')} IS NOT TRUE) alike
   CROSS JOIN LATERAL (SELECT ${counted('t')} FROM unknown_rows t WHERE ${sameNumber('t')} AND ${tied('t')}) tied
   WHERE u.id = $1::bigint AND b.undone_at IS NULL`,
);
