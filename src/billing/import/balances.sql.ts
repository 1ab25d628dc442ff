export const CREATE = `
  CREATE TEMP TABLE incoming (row integer, account text, ident text, as_of date, amount bigint) ON COMMIT DROP`;

export const COPY = 'COPY incoming FROM STDIN';

export const AMOUNTS = 'SELECT account, row, amount AS kopecks FROM planned WHERE account_id IS NULL';

export const CREATE_PLANNED = `
  CREATE TEMP TABLE planned ON COMMIT DROP AS
  SELECT i.row, a.account_id, i.account, i.as_of, i.amount, old.id AS old_id
  FROM incoming i JOIN incoming_accounts a USING (account)
  LEFT JOIN balance_statements old
    ON old.account_id = a.account_id AND old.as_of = i.as_of AND old.superseded_by IS NULL`;

export const TWICE = `
  INSERT INTO wrong SELECT row, 'сальдо этого лицевого счета на эту дату уже было в строке ' || first
  FROM (SELECT row, min(row) OVER (PARTITION BY account_id, as_of) AS first FROM planned WHERE account_id IS NOT NULL) t
  WHERE row > first`;

export const COUNT = `
  SELECT count(account_id)::integer AS good, count(old_id)::integer AS replaced
  FROM planned WHERE row NOT IN (SELECT row FROM wrong)`;

/** Balances of days before what `refresh_balances` stands on: they change nothing now; the first $1 of them. */
export const OLDER = `
  SELECT p.account, p.as_of::text, known.until::text, known.document, count(*) OVER ()::integer AS count
  FROM planned p CROSS JOIN LATERAL (
    SELECT * FROM (
      SELECT counted_until AS until, true AS document FROM payment_documents
      WHERE account_id = p.account_id AND superseded_by IS NULL ORDER BY period DESC LIMIT 1) d
    UNION ALL
    SELECT * FROM (
      SELECT as_of, false FROM balance_statements
      WHERE account_id = p.account_id AND superseded_by IS NULL ORDER BY as_of DESC LIMIT 1) s
    ORDER BY until DESC, document DESC LIMIT 1) known
  WHERE known.until > p.as_of OR (known.document AND known.until = p.as_of)
  ORDER BY p.row LIMIT $1`;

export const PERIODS = `
  SELECT DISTINCT to_char(date_trunc('month', as_of), 'YYYY-MM-DD') AS period FROM incoming ORDER BY 1`;

export const SUPERSEDE =
  'UPDATE balance_statements s SET superseded_by = $1 FROM planned p WHERE s.id = p.old_id';

export const INSERT_STATEMENTS = `
  INSERT INTO balance_statements (account_id, as_of, amount_kopecks, batch_id)
  SELECT account_id, as_of, amount, $1::bigint FROM planned WHERE account_id IS NOT NULL ORDER BY row`;

export const KEEP_UNKNOWN = `
  INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
  SELECT $1::bigint, 'balances', row, account, amount,
    jsonb_build_object('type', 'balance', 'account', account, 'asOf', as_of, 'amount', amount)
  FROM planned WHERE account_id IS NULL ORDER BY row`;
