/** One more than lists are counted to. */
const MOST_LISTED = 10_001;
/** What is sorted of all that an index of words or sums gives. */
const MOST_SORTED = 50_000;

/** Of payments `p`, of the whole `w` that they are parts of, or documents `d`. */
type Condition = string;

/** Sources are few: one after the other from their index, those with all the words. */
const sources = (asked: string): string => `WITH RECURSIVE each AS (
    (SELECT source FROM payments ORDER BY source LIMIT 1) UNION ALL
    SELECT (SELECT n.source FROM payments n WHERE n.source > each.source ORDER BY n.source LIMIT 1) FROM each
    WHERE each.source IS NOT NULL)
  SELECT source FROM each WHERE source <> '' AND words_of(source) @@ words_asked(${asked})`;

/** Said as a range, so that it is walked through in the order of its index: a rare source is not looked for among all days. */
const OF_SOURCE = `(p.source, p.paid_on) >= (s.source, '-infinity'::date) AND (p.source, p.paid_on) <= (s.source, 'infinity'::date)`;

export const isNumber = (number: string): Condition => `p.external_id = ${number} AND p.external_id <> ''`;

export const hasAmount = (kopecks: string): Condition => `p.amount_kopecks = ${kopecks}`;

/** A sum that was typed without its kopecks, whatever they are. */
export const inRoubles = (kopecks: string): Condition =>
  `p.amount_kopecks BETWEEN ${kopecks}::bigint AND ${kopecks}::bigint + 99`;

/** The same of a payment that was divided, by the sum that its payer knows. */
export const hasWhole = (kopecks: string): Condition => `w.whole_kopecks = ${kopecks}`;
export const wholeInRoubles = (kopecks: string): Condition =>
  `w.whole_kopecks BETWEEN ${kopecks}::bigint AND ${kopecks}::bigint + 99`;

/** Where it came from or who paid has all the words. */
export const hasWords = (asked: string): Condition =>
  `(words_of(p.source) @@ words_asked(${asked}) OR p.payer <> '' AND words_of(p.payer) @@ words_asked(${asked}))`;

export const inMonth = (first: string): Condition =>
  `p.paid_on >= ${first}::date AND p.paid_on < ${first}::date + interval '1 month'`;

/** A sum that people read on a document: as a debt or as an advance. */
export const hasSum = (kopecks: string): Condition =>
  `document_sums(d.charged_kopecks, d.recalculated_kopecks, d.benefit_kopecks, d.penalty_kopecks, d.closing_kopecks)
     && ARRAY[${kopecks}::bigint, -${kopecks}::bigint]`;

/** The same where it was typed without its kopecks. */
export const hasRoubles = (kopecks: string): Condition =>
  `document_sums(d.charged_kopecks, d.recalculated_kopecks, d.benefit_kopecks, d.penalty_kopecks, d.closing_kopecks)
     && ARRAY(SELECT sign * sum FROM generate_series(${kopecks}::bigint, ${kopecks}::bigint + 99) sum, (VALUES (1), (-1)) s (sign))`;

/** Payments that fit, the newest; so many that a list need not know more. */
export function paymentsOf(conditions: readonly Condition[], most = MOST_LISTED): string {
  return `SELECT * FROM (SELECT p.id FROM payments p WHERE ${all(conditions)}
    ORDER BY p.paid_on DESC, p.id DESC LIMIT ${most}) p`;
}

/** All parts of divided payments whose whole fits; few were divided, and their index has all of them. */
export function partsOf(conditions: readonly Condition[]): string {
  return `SELECT * FROM (SELECT p.id FROM payments w JOIN payments p ON p.part_of = w.part_of
    WHERE w.whole_kopecks IS NOT NULL AND ${all(conditions)}
    ORDER BY p.paid_on DESC, p.id DESC LIMIT ${MOST_LISTED}) p`;
}

/** Those that came from where the words say: of each source the newest. */
export function paymentsFrom(asked: string, conditions: readonly Condition[], most = MOST_LISTED): string {
  return `SELECT found.id FROM (${sources(asked)}) s CROSS JOIN LATERAL (
    SELECT p.id FROM payments p WHERE ${OF_SOURCE} AND ${all(conditions)}
    ORDER BY p.source DESC, p.paid_on DESC, p.id DESC LIMIT ${most}) found`;
}

/** Those whose payer has all the words; from the index of words, whatever is guessed of how many there are. */
export function paymentsBy(asked: string, conditions: readonly Condition[], most = MOST_LISTED): string {
  return `SELECT * FROM (
    WITH found AS MATERIALIZED (SELECT p.id, p.paid_on FROM payments p
      WHERE p.payer <> '' AND words_of(p.payer) @@ words_asked(${asked}) AND ${all(conditions)} LIMIT ${MOST_SORTED})
    SELECT id FROM found ORDER BY paid_on DESC, id DESC LIMIT ${most}) p`;
}

/** Current payment documents that fit. */
export function documentsOf(conditions: readonly Condition[]): string {
  return `SELECT * FROM (
    WITH found AS MATERIALIZED (SELECT d.id, d.period FROM payment_documents d
      WHERE d.superseded_by IS NULL AND ${all(conditions)} LIMIT ${MOST_SORTED})
    SELECT id FROM found ORDER BY period DESC, id DESC LIMIT ${MOST_LISTED}) d`;
}

function all(conditions: readonly Condition[]): string {
  return conditions.length > 0 ? conditions.join(' AND ') : 'true';
}
