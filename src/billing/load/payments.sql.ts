export const CREATE = `
  CREATE TEMP TABLE incoming (
    row integer, account text, ident text, paid_on date, amount bigint, commission bigint,
    source text, external_id text, period date, note text, key text
  ) ON COMMIT DROP`;

export const COPY = 'COPY incoming FROM STDIN';

export const AMOUNTS = 'SELECT account, row, amount AS kopecks FROM incoming';

/** Rows without a number of the bank that are the same in everything are so many payments; they are counted. */
export const CREATE_PLANNED = `
  CREATE TEMP TABLE planned ON COMMIT DROP AS
  SELECT i.row, i.first, a.account_id, i.account, i.paid_on, i.amount, i.commission, i.source, i.external_id, i.period, i.note,
    i.turn, i.number AS key, EXISTS (SELECT FROM payments p WHERE p.key = i.number) AS known
  FROM (
    SELECT numbered.*, key || CASE WHEN turn = 1 THEN '' ELSE '-' || turn END AS number FROM (
      SELECT *, row_number() OVER same AS turn, first_value(row) OVER same AS first
      FROM incoming WINDOW same AS (PARTITION BY key ORDER BY row)
    ) numbered
  ) i JOIN incoming_accounts a USING (account)`;

export const TWICE = `
  INSERT INTO wrong SELECT row, 'платеж с этим номером уже был в строке ' || first
  FROM planned WHERE turn > 1 AND external_id <> ''`;

export const COUNT = `
  SELECT count(*) FILTER (WHERE account_id IS NOT NULL AND NOT known)::integer AS good,
    count(*) FILTER (WHERE account_id IS NOT NULL AND known)::integer AS skipped
  FROM planned WHERE turn = 1 OR external_id = ''`;

export const PERIODS = `
  SELECT DISTINCT to_char(date_trunc('month', paid_on), 'YYYY-MM-DD') AS period FROM incoming ORDER BY 1`;

export const INSERT_PAYMENTS = `
  INSERT INTO payments (account_id, paid_on, amount_kopecks, commission_kopecks, source, external_id, period, batch_id, key)
  SELECT account_id, paid_on, amount, commission, source, external_id, period, $1::bigint, key
  FROM planned WHERE account_id IS NOT NULL AND NOT known ORDER BY row`;

export const KEEP_UNKNOWN = `
  INSERT INTO unknown_rows (batch_id, kind, row_no, account_text, amount_kopecks, record)
  SELECT $1::bigint, 'payments', row, account, amount, jsonb_build_object('type', 'payment', 'account', account,
    'paidOn', paid_on, 'amount', amount, 'commission', commission, 'source', source, 'externalId', external_id,
    'period', period, 'note', coalesce(note, ''), 'key', key)
  FROM planned WHERE account_id IS NULL AND NOT known ORDER BY row`;
