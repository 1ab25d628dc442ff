export const CREATE = `
  CREATE TEMP TABLE incoming (
    row integer, account text, ident text, paid_on date, amount bigint, commission bigint,
    source text, external_id text, period date, note text, payer text, payer_account text, purpose text,
    named text[], beside text, numbered_by_payer boolean, key text, former_keys text[], kept boolean, former boolean
  ) ON COMMIT DROP`;

export const COPY = 'COPY incoming FROM STDIN';

/** Rows that wait, once it is planned. */
export const AMOUNTS =
  'SELECT account, row, amount AS kopecks FROM planned WHERE account_id IS NULL AND NOT known';

/** Rows that are the same in everything are so many payments; they are counted. */
export const CREATE_PLANNED = `
  CREATE TEMP TABLE planned ON COMMIT DROP AS
  SELECT i.*, a.account_id, NULL::bigint AS payment_id, NULL::bigint AS waiting_id,
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

/** A payment that names one account and the identifier of another may be for either. */
export const LEAVE_TORN = ['hcs_id', 'els'].map(
  (column) => `
  UPDATE planned t SET account_id = NULL
  FROM accounts a WHERE t.beside <> '' AND a.${column} = t.beside AND a.id <> t.account_id`,
);

export const TWICE = `
  INSERT INTO wrong SELECT row, 'платеж с этим номером уже был в строке ' || first
  FROM planned WHERE turn > 1 AND external_id <> '' AND NOT numbered_by_payer`;

export const HAS_FORMER = `SELECT EXISTS (SELECT FROM planned WHERE NOT known AND former_keys IS NOT NULL) AS has`;

/** Those from before payers were kept. Each stands for one row and no more: equals are paired by their order. */
const FORMER = {
  payment_id: 'SELECT id, key FROM payments WHERE former',
  waiting_id: `SELECT id, record->>'key' AS key FROM unknown_rows
      WHERE kind = 'payments' AND resolved_at IS NULL AND record ? 'former'
        AND NOT EXISTS (SELECT FROM planned WHERE kept)`,
};

/** Run until it finds no more: a row may be one of several, and each only once. */
export const RECOGNISE = Object.entries(FORMER).map(
  ([column, rows]) => `
  WITH asked AS (
    SELECT row, ord, k, row_number() OVER (PARTITION BY k ORDER BY row) AS n
    FROM planned, unnest(former_keys) WITH ORDINALITY AS keys (k, ord) WHERE NOT known
  ), pairs AS (
    SELECT DISTINCT ON (row) row, id FROM asked JOIN (
      SELECT id, left(key, 43) AS k, row_number() OVER (PARTITION BY left(key, 43) ORDER BY id) AS n
      FROM (${rows}) f
      WHERE left(key, 43) IN (SELECT k FROM asked)
        AND NOT EXISTS (SELECT FROM planned t WHERE t.number = f.key)
        AND NOT EXISTS (SELECT FROM planned t WHERE t.${column} = f.id)
    ) former USING (k, n) ORDER BY row, ord
  )
  UPDATE planned t SET known = true, ${column} = pairs.id FROM pairs WHERE pairs.row = t.row RETURNING t.row`,
);

export const COUNT = `
  SELECT count(*) FILTER (WHERE account_id IS NOT NULL AND NOT known)::integer AS good,
    count(*) FILTER (WHERE known)::integer AS skipped,
    count(coalesce(payment_id, waiting_id))::integer AS recognised,
    coalesce(sum(amount) FILTER (WHERE known), 0)::float8 AS kopecks
  FROM planned WHERE row NOT IN (SELECT row FROM wrong)`;

export const PERIODS = `
  SELECT DISTINCT to_char(date_trunc('month', paid_on), 'YYYY-MM-DD') AS period FROM incoming ORDER BY 1`;

export const INSERT_PAYMENTS = `
  INSERT INTO payments (account_id, paid_on, amount_kopecks, commission_kopecks, source, external_id, period, payer,
    payer_account, purpose, batch_id, key, former)
  SELECT account_id, paid_on, amount, commission, source, external_id, period, payer, payer_account, purpose,
    $1::bigint, number, former
  FROM planned WHERE account_id IS NOT NULL AND NOT known ORDER BY row`;

/** What is known now of a payment from before payers were kept; an undoing takes it back. */
export const NOTE_PAYERS = `
  UPDATE payments p SET key = t.number, payer = t.payer, payer_account = t.payer_account, purpose = t.purpose,
    former = false, former_key = p.key, recognised_by = $1::bigint
  FROM planned t WHERE t.payment_id = p.id AND NOT t.kept`;

/** Rows that are left out are the portal's only as long as the load that brought them. */
export const NOTE_REPEATS = `
  INSERT INTO batch_repeats (batch_id, repeated_id)
  SELECT DISTINCT $1::bigint, b FROM (
    SELECT p.batch_id AS b FROM planned t JOIN payments p ON p.key = t.number WHERE t.known AND NOT t.kept
    UNION ALL SELECT p.batch_id FROM planned t JOIN payments p ON p.id = t.payment_id WHERE NOT t.kept
    UNION ALL SELECT u.batch_id FROM planned t JOIN unknown_rows u ON u.kind = 'payments' AND u.resolved_at IS NULL
      AND u.record->>'key' = t.number WHERE t.known AND NOT t.kept
    UNION ALL SELECT u.batch_id FROM planned t JOIN unknown_rows u ON u.id = t.waiting_id WHERE NOT t.kept
  ) s WHERE b <> $1 ON CONFLICT DO NOTHING`;

const RECORD = `jsonb_build_object('key', t.number, 'payer', t.payer, 'payerAccount', t.payer_account,
    'purpose', t.purpose, 'named', coalesce(t.named, '{}'))`;

export const NOTE_PAYERS_WAITING = `
  UPDATE unknown_rows u SET record = u.record - 'former' || ${RECORD} FROM planned t WHERE t.waiting_id = u.id`;

export const KEEP_UNKNOWN = `
  INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
  SELECT $1::bigint, 'payments', row, account, amount, jsonb_build_object('type', 'payment', 'account', account,
    'paidOn', paid_on, 'amount', amount, 'commission', commission, 'source', source, 'externalId', external_id,
    'period', period, 'note', coalesce(note, '')) || ${RECORD}
  FROM planned t WHERE account_id IS NULL AND NOT known ORDER BY row`;

/** Rows that are in the portal already, with the payment that they are. */
export const PRESENT = `
  SELECT t.row, p.paid_on::text AS paid_on, p.amount_kopecks::float8 AS kopecks, a.number AS account, p.batch_id
  FROM planned t JOIN payments p
    ON p.id = coalesce(t.payment_id, (SELECT id FROM payments same WHERE same.key = t.number))
  JOIN accounts a ON a.id = p.account_id WHERE t.known ORDER BY t.row`;
