import { accountsLike } from '../accounts-like.sql.js';
import { WHOLE } from './divided.sql.js';
import { KEPT, NAMED } from './told-recipients.sql.js';

export const CREATE = `
  CREATE TEMP TABLE incoming (
    row integer, account text, ident text, paid_on date, amount bigint, commission bigint,
    source text, external_id text, period date, note text, payer text, payer_account text, purpose text,
    named text[], beside text, mentioned text[], numbered_by_payer boolean, numbered_by_bank boolean, key text, plain_key text, pair_keys text[], kept boolean,
    former_key text, recognised_by bigint, recipient integer
  ) ON COMMIT DROP`;

export const COPY = 'COPY incoming FROM STDIN';

/** Rows that wait, once it is planned. */
export const AMOUNTS =
  'SELECT account, row, amount AS kopecks FROM planned WHERE account_id IS NULL AND NOT known';

/** Rows that are the same in everything are so many payments; they are counted. */
export const CREATE_PLANNED = `
  CREATE TEMP TABLE planned ON COMMIT DROP AS
  SELECT i.*, i.payer || i.payer_account || i.purpose <> '' AS names_payer,
    a.account_id, NULL::bigint AS payment_id, NULL::bigint AS waiting_id, NULL::bigint AS same_id, NULL::bigint AS same_waiting_id,
    EXISTS (SELECT FROM payments p WHERE p.key = i.number) AS known
  FROM (
    SELECT numbered.*, key || CASE WHEN turn = 1 THEN '' ELSE '-' || turn END AS number FROM (
      SELECT *, row_number() OVER same AS turn, first_value(row) OVER same AS first
      FROM incoming WINDOW same AS (PARTITION BY key ORDER BY row)
    ) numbered
  ) i JOIN incoming_accounts a USING (account)`;

/** The same statement does not wait twice. */
export const FIND_WAITING = `
  UPDATE planned t SET known = true FROM unknown_rows u
  WHERE u.kind = 'payments' AND u.resolved_at IS NULL AND u.record->>'key' = t.number AND NOT t.kept AND NOT t.known`;

export const HAS_BESIDE = `SELECT EXISTS (SELECT FROM planned WHERE beside <> '') AS has`;

/** A payment that names one account and the identifier of another may be for either: it is under the number of neither. */
export const LEAVE_TORN = ['hcs_id', 'els'].map(
  (column) => `
  UPDATE planned t SET account_id = NULL, account = '', named = t.named || ARRAY[t.account, t.beside]
  FROM account_places a WHERE t.beside <> '' AND a.${column} = t.beside AND a.id <> t.account_id`,
);

export const HAS_MENTIONED = `
  SELECT EXISTS (SELECT FROM planned WHERE mentioned IS NOT NULL AND account_id IS NOT NULL) AS has`;

/** A payment whose purpose has the number of another account anywhere may be for that one. */
export const LEAVE_MENTIONED = `
  UPDATE planned t SET account_id = NULL, account = '', named = t.named || other.named
  FROM (
    SELECT p.row, array_agg(DISTINCT text) AS named FROM planned p, unnest(p.mentioned) text
    CROSS JOIN LATERAL (${accountsLike('text')}) a
    WHERE a.id <> p.account_id GROUP BY p.row
  ) other WHERE other.row = t.row`;

export const TWICE = `
  INSERT INTO wrong SELECT row, 'платёж с этим номером уже был в строке ' || first
  FROM planned WHERE turn > 1 AND external_id <> '' AND NOT numbered_by_payer`;

/** The key without a payer, of a payment and of a row that waits. */
const PLAIN = 'coalesce(plain_key, left(key, 43))';
const PLAIN_WAITING = "coalesce(record->>'plainKey', left(record->>'key', 43))";

const NAMELESS = "payer = '' AND payer_account = '' AND purpose = ''";
const WAITING = `kind = 'payments' AND resolved_at IS NULL AND NOT EXISTS (SELECT FROM planned WHERE kept)`;
const NAMELESS_WAITING = `concat(record->>'payer', record->>'payerAccount', record->>'purpose') = ''`;

/** Which of the new rows may be a stored payment that says more or less of its payer, and which payments may be meant. */
const PAIRS = [
  {
    asked: 'NOT known AND (names_payer OR kept)',
    payment_id: `SELECT id, key, ${PLAIN} AS plain FROM payments p WHERE ${NAMELESS} AND ${WHOLE}`,
    waiting_id: `SELECT id, record->>'key' AS key, ${PLAIN_WAITING} AS plain FROM unknown_rows
      WHERE ${WAITING} AND ${NAMELESS_WAITING}`,
  },
  {
    asked: 'NOT known AND NOT names_payer AND NOT kept',
    payment_id: `SELECT id, key, ${PLAIN} AS plain FROM payments p WHERE ${WHOLE}`,
    waiting_id: `SELECT id, record->>'key' AS key, ${PLAIN_WAITING} AS plain FROM unknown_rows WHERE ${WAITING}`,
  },
];

/**
 * A stored payment stands for one row and no more: equals are paired by their order. Run until it finds no more, for a
 * row may be one of several.
 */
export const RECOGNISE = PAIRS.flatMap(({ asked, ...stored }) =>
  Object.entries(stored).map(([column, rows]) => ({
    has: `SELECT EXISTS (SELECT FROM planned WHERE pair_keys IS NOT NULL AND ${asked}) AS has`,
    pair: `
  WITH asked AS (
    SELECT row, ord, k, row_number() OVER (PARTITION BY k ORDER BY row) AS n
    FROM planned, unnest(pair_keys) WITH ORDINALITY AS keys (k, ord) WHERE ${asked}
  ), pairs AS (
    SELECT DISTINCT ON (row) row, id FROM asked JOIN (
      SELECT id, plain AS k, row_number() OVER (PARTITION BY plain ORDER BY id) AS n
      FROM (${rows}) f
      WHERE plain IN (SELECT k FROM asked)
        AND NOT EXISTS (SELECT FROM planned t WHERE t.number = f.key)
        AND NOT EXISTS (SELECT FROM planned t WHERE t.${column} = f.id)
    ) stored USING (k, n) ORDER BY row, ord
  )
  UPDATE planned t SET known = true, ${column} = pairs.id FROM pairs WHERE pairs.row = t.row RETURNING t.row`,
  })),
);

/** Payments, with the sum that a file has of them. */
const STORED = `SELECT p.*, coalesce(p.whole_kopecks, p.amount_kopecks) AS amount FROM payments p WHERE ${WHOLE}`;

/**
 * A number that the bank gives tells the payment by itself, however the account is written, and be it another one: the
 * stored payment or the waiting row that has it.
 */
const BY_BANK = 'source, external_id, paid_on, amount';
export const HAS_BY_BANK = 'SELECT EXISTS (SELECT FROM planned WHERE numbered_by_bank AND NOT known) AS has';
export const FIND_BY_BANK = [
  {
    column: 'same_id',
    stored: `${STORED} AND external_id <> ''`,
  },
  {
    column: 'same_waiting_id',
    stored: `SELECT id, record->>'key' AS key, record->>'source' AS source, record->>'externalId' AS external_id,
        (record->>'paidOn')::date AS paid_on, amount_kopecks AS amount
      FROM unknown_rows WHERE kind = 'payments' AND resolved_at IS NULL`,
  },
].map(({ column, stored }) => sameAs(column, stored, BY_BANK, 'numbered_by_bank'));

/**
 * The same account may be written as its number, as an identifier of ГИС ЖКХ, and in several ways. A payment that somebody
 * of the office has given to the account was under another number, and is another payment unless its number says the same.
 */
const BY_ACCOUNT = 'account_id, source, external_id, paid_on, amount, payer, payer_account, purpose';
export const FIND_SPELLED = sameAs(
  'same_id',
  `${STORED} AND paid_on BETWEEN (SELECT min(paid_on) FROM planned) AND (SELECT max(paid_on) FROM planned)
     AND account_id IN (SELECT account_id FROM planned WHERE NOT known)
     AND NOT EXISTS (SELECT FROM unknown_rows u
       WHERE u.batch_id = p.batch_id AND u.resolved_at IS NOT NULL AND u.record->>'key' = p.key)`,
  BY_ACCOUNT,
  "account_id IS NOT NULL AND (NOT kept OR external_id <> '')",
);

/** Rows of the file that are stored with the same values, under another key; equals are paired by their order. */
function sameAs(column: string, stored: string, values: string, asked: string): string {
  return `
  WITH asked AS (
    SELECT row, ${values}, row_number() OVER (PARTITION BY ${values} ORDER BY row) AS n
    FROM planned WHERE NOT known AND ${asked}
  ), pairs AS (
    SELECT row, id FROM asked JOIN (
      SELECT id, ${values}, row_number() OVER (PARTITION BY ${values} ORDER BY id) AS n FROM (${stored}) f
      WHERE NOT EXISTS (SELECT FROM planned t WHERE t.number = f.key)
        AND NOT EXISTS (SELECT FROM planned t WHERE t.${column} = f.id)
    ) stored USING (${values}, n)
  )
  UPDATE planned t SET known = true, ${column} = pairs.id FROM pairs WHERE pairs.row = t.row`;
}

/** Payments that the bank's number tells, while the file has them under another account than the portal. */
export const MOVED = `
  SELECT t.row, t.external_id AS number, a.number AS account, p.batch_id, count(*) OVER ()::integer AS count
  FROM planned t JOIN payments p ON p.id = t.same_id JOIN account_places a ON a.id = p.account_id
  WHERE t.numbered_by_bank AND t.account_id <> p.account_id ORDER BY t.row LIMIT 1`;

export const COUNT = `
  SELECT count(*) FILTER (WHERE account_id IS NOT NULL AND NOT known)::integer AS good,
    count(*) FILTER (WHERE known)::integer AS skipped,
    count(coalesce(payment_id, waiting_id)) FILTER (WHERE names_payer)::integer AS recognised,
    coalesce(sum(amount) FILTER (WHERE known), 0)::float8 AS kopecks
  FROM planned WHERE row NOT IN (SELECT row FROM wrong)`;

export const PERIODS = `
  SELECT DISTINCT to_char(date_trunc('month', paid_on), 'YYYY-MM-DD') AS period FROM incoming ORDER BY 1`;

export const INSERT_PAYMENTS = `
  INSERT INTO payments (account_id, paid_on, amount_kopecks, commission_kopecks, source, external_id, period, payer,
    payer_account, purpose, batch_id, key, plain_key, former_key, recognised_by,
    recipient_id)
  SELECT account_id, paid_on, amount, commission, source, external_id, period, payer, payer_account, purpose,
    $1::bigint, number, CASE WHEN names_payer THEN plain_key END, former_key, recognised_by, ir.id
  FROM planned ${NAMED('planned')} WHERE account_id IS NOT NULL AND NOT known ORDER BY row`;

/** What is known now of a payment whose payer was not; an undoing takes it back. */
export const NOTE_PAYERS = `
  UPDATE payments p SET key = t.number, plain_key = t.plain_key, payer = t.payer, payer_account = t.payer_account,
    purpose = t.purpose, former_key = p.key, recognised_by = $1::bigint
  FROM planned t WHERE t.payment_id = p.id AND t.names_payer AND NOT t.kept`;

/**
 * Rows that are left out are the portal's only as long as the load that brought them, and as long as the one that has
 * told whose they are: without it, new rows would have been taken for them.
 */
export const NOTE_REPEATS = `
  INSERT INTO batch_repeats (batch_id, repeated_id)
  SELECT DISTINCT $1::bigint, of_batch.b FROM (
    SELECT p.batch_id AS b, p.recognised_by FROM planned t JOIN payments p ON p.key = t.number
    WHERE t.known AND NOT t.kept
    UNION ALL SELECT p.batch_id, p.recognised_by FROM planned t JOIN payments p ON p.id = t.payment_id
    WHERE NOT t.kept
    UNION ALL SELECT p.batch_id, p.recognised_by FROM planned t JOIN payments p ON p.id = t.same_id
    WHERE NOT t.kept
    UNION ALL SELECT u.batch_id, NULL FROM planned t JOIN unknown_rows u ON u.id = t.same_waiting_id WHERE NOT t.kept
    UNION ALL SELECT NULL, p.recognised_by FROM planned t, unnest(t.pair_keys) k JOIN payments p ON coalesce(p.plain_key, left(p.key, 43)) = k
    WHERE p.recognised_by IS NOT NULL AND NOT t.kept
    UNION ALL SELECT u.batch_id, (u.record->>'recognisedBy')::bigint FROM planned t JOIN unknown_rows u
      ON u.kind = 'payments' AND u.resolved_at IS NULL AND u.record->>'key' = t.number
    WHERE t.known AND NOT t.kept
    UNION ALL SELECT u.batch_id, (u.record->>'recognisedBy')::bigint FROM planned t JOIN unknown_rows u
      ON u.id = t.waiting_id WHERE NOT t.kept
    UNION ALL SELECT NULL, (u.record->>'recognisedBy')::bigint FROM planned t, unnest(t.pair_keys) k
    JOIN unknown_rows u ON ${PLAIN_WAITING} = k
    WHERE u.kind = 'payments' AND u.resolved_at IS NULL AND u.record ? 'recognisedBy' AND NOT t.kept
  ) s CROSS JOIN LATERAL (VALUES (s.b), (s.recognised_by)) AS of_batch (b) WHERE of_batch.b <> $1
  ON CONFLICT DO NOTHING`;

const RECORD = `jsonb_build_object('key', t.number, 'plainKey', t.plain_key, 'payer', t.payer, 'payerAccount', t.payer_account,
    'purpose', t.purpose, 'named', coalesce(t.named, '{}'))`;

export const NOTE_PAYERS_WAITING = `
  UPDATE unknown_rows u SET record = u.record - 'former' || ${RECORD}
    || jsonb_build_object('before', u.record, 'recognisedBy', $1::text)
  FROM planned t WHERE t.waiting_id = u.id AND t.names_payer AND NOT t.kept`;

export const KEEP_UNKNOWN = `
  INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
  SELECT $1::bigint, 'payments', row, account, amount, jsonb_build_object('type', 'payment', 'account', account,
    'paidOn', paid_on, 'amount', amount, 'commission', commission, 'source', source, 'externalId', external_id,
    'period', period, 'note', coalesce(note, '')) || ${RECORD} || ${KEPT}
  FROM planned t ${NAMED('t')} WHERE account_id IS NULL AND NOT known ORDER BY row`;

/** Rows that are in the portal already, with the payment that they are, whole if it was divided. */
export const PRESENT = `
  SELECT t.row, p.paid_on::text AS paid_on, coalesce(p.whole_kopecks, p.amount_kopecks)::float8 AS kopecks, a.number AS account, p.batch_id
  FROM planned t JOIN payments p
    ON p.id = coalesce(t.payment_id, t.same_id, (SELECT id FROM payments same WHERE same.key = t.number))
  JOIN account_places a ON a.id = p.account_id WHERE t.known ORDER BY t.row`;
