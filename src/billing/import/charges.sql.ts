/**
 * Five sorts of rows: a line of charges (has a service); where a run of lines of one document ends, a row with its
 * account, month, number of lines and sums; the totals of a document that the file itself tells (has an opening balance);
 * a penalty of a document (has a kind; its ground stands in `reason`, in `total` what of it the file counts); a document
 * about debts (its kind is `debt`, all of it stands in `facts`).
 */
export const CREATE = `
  CREATE TEMP TABLE incoming (
    run integer, n integer, row integer, service integer, unit text,
    volume numeric, common_volume numeric, tariff numeric,
    charged bigint, recalculated bigint, reason text, benefit bigint, factor numeric, increase bigint, total bigint,
    account text, ident text, period date, number text,
    opening bigint, penalty bigint, paid bigint, closing bigint, counted_until date, kind text, span text, facts jsonb, recipient integer
  ) ON COMMIT DROP`;

export const COPY = 'COPY incoming FROM STDIN';

/** Rows that wait, once runs are known. */
export const AMOUNTS = `
  SELECT r.account, l.row, l.total AS kopecks FROM incoming l JOIN runs r USING (run)
  WHERE l.service IS NOT NULL AND r.account_id IS NULL
  UNION ALL SELECT account, row, 0 FROM told WHERE account_id IS NULL
  UNION ALL SELECT account, row, counted FROM incoming_penalties WHERE account_id IS NULL
  UNION ALL SELECT account, row, 0 FROM incoming_debts WHERE account_id IS NULL`;

export const CREATE_RUNS = `
  CREATE TEMP TABLE runs ON COMMIT DROP AS
  SELECT i.run, i.row, i.n AS lines, a.account_id, i.account, i.period, i.number,
    i.charged, i.recalculated, i.benefit, NULL::bigint AS document_id, NULL::integer AS start
  FROM incoming i JOIN incoming_accounts a USING (account) WHERE i.run IS NOT NULL AND i.service IS NULL`;

export const CREATE_PENALTIES = `
  CREATE TEMP TABLE incoming_penalties ON COMMIT DROP AS
  SELECT i.row, a.account_id, i.account, i.period, i.number, i.kind, i.reason AS ground, i.span, i.penalty AS kopecks,
    i.total AS counted, i.recipient
  FROM incoming i JOIN incoming_accounts a USING (account) WHERE i.kind <> 'debt'`;

/** Documents about debts of former months, where the file has any. */
export const createDebts = (any: boolean): string => `
  CREATE TEMP TABLE incoming_debts ON COMMIT DROP AS
  SELECT i.row, a.account_id, i.account, i.period, i.number, i.closing AS total, i.facts AS told
  FROM incoming i JOIN incoming_accounts a USING (account) WHERE ${any ? "i.kind = 'debt'" : 'false'}`;

export const CREATE_TOLD = `
  CREATE TEMP TABLE told ON COMMIT DROP AS
  SELECT i.row, a.account_id, i.account, i.period, i.number, i.opening,
    -- Some fill in only the sheet of penalties, not the column of their sum.
    coalesce(nullif(i.penalty, 0), f.kopecks, 0) AS penalty, i.paid, i.closing, i.counted_until, i.facts,
    i.recipient, own.total AS own, CASE WHEN own.total IS NULL THEN i.charged END AS said
  FROM incoming i JOIN incoming_accounts a USING (account)
  LEFT JOIN (
    SELECT account, period, number, sum(charged + recalculated - benefit)::bigint AS total FROM runs GROUP BY 1, 2, 3) own
    ON own.account = i.account AND own.period = i.period AND own.number = i.number
  LEFT JOIN (
    SELECT account, period, number, sum(kopecks)::bigint AS kopecks FROM incoming_penalties GROUP BY 1, 2, 3) f
    ON f.account = i.account AND f.period = i.period AND f.number = i.number
  WHERE i.opening IS NOT NULL;

  -- The sum of the document holds: parts that come to more would contradict it on the receipt.
  UPDATE incoming_penalties p SET kopecks = 0
  FROM (
    SELECT account, period, number, sum(kopecks) AS kopecks FROM incoming_penalties GROUP BY 1, 2, 3) f
  JOIN (
    SELECT account, period, number, sum(penalty) AS penalty FROM told GROUP BY 1, 2, 3) t USING (account, period, number)
  WHERE f.kopecks > t.penalty AND p.account = f.account AND p.period = f.period AND p.number = f.number`;

/** Another document of the month, such as one of capital repair, is added; one that is the same in everything is not meant. */
export const TOLD_TWICE = `
  INSERT INTO wrong SELECT row, 'такой же документ этого лицевого счета за этот месяц уже был в строке ' || first
  FROM (
    SELECT row, min(row) OVER (PARTITION BY account_id, period, opening, penalty, paid, closing, own, said, recipient) AS first
    FROM told WHERE account_id IS NOT NULL) t
  WHERE row > first`;

/** Some programs write nought «К оплате» where less than nothing is owed: what is paid ahead would be lost. */
export const ahead = (t: string): string =>
  `${t}.closing = 0 AND ${t}.opening + coalesce(${t}.own, ${t}.said) + ${t}.penalty - ${t}.paid < 0`;
const AHEAD = ahead('told');

/** One document for an account and a month, be its lines scattered over the file. */
export const CREATE_DOCS = `
  CREATE TEMP TABLE docs ON COMMIT DROP AS
  SELECT nextval(pg_get_serial_sequence('payment_documents', 'id')) AS id, d.*, old.id AS old_id, old.batch_id AS old_batch
  FROM (
    SELECT account_id, period, coalesce(nullif(t.number, ''), r.number, f.number, '') AS number, coalesce(r.lines, 0) AS lines,
      -- Without lines it is what the document says itself, or else what makes the totals add up.
      coalesce(r.charged, t.said, 0) AS charged,
      coalesce(r.recalculated, 0) AS recalculated, coalesce(r.benefit, 0) AS benefit,
      greatest(r.numbers, t.told, 1) AS numbers, coalesce(t.told, 0) AS told, coalesce(t.ahead, false) AS ahead, coalesce(f.count, 0) AS penalties,
      t.opening, coalesce(t.penalty, f.kopecks) AS penalty, t.paid, t.closing, t.counted_until, t.facts, t.subsidies, least(r.row, t.row, f.row) AS row
    FROM (
      SELECT account_id, period, max(number) AS number, count(DISTINCT number) AS numbers, sum(lines)::integer AS lines,
        sum(charged)::bigint AS charged, sum(recalculated)::bigint AS recalculated, sum(benefit)::bigint AS benefit,
        min(row) AS row
      FROM runs WHERE account_id IS NOT NULL GROUP BY account_id, period
    ) r
    FULL JOIN (
      SELECT account_id, period, (array_agg(number ORDER BY row))[1] AS number, count(*)::integer AS told,
        sum(opening)::bigint AS opening, sum(penalty)::bigint AS penalty, sum(paid)::bigint AS paid,
        sum(CASE WHEN ${AHEAD} THEN opening + coalesce(own, said) + penalty - paid ELSE closing END)::bigint AS closing,
        sum(coalesce(said, closing - opening - penalty + paid))::bigint AS said,
        bool_or(${AHEAD}) AS ahead, max(counted_until) AS counted_until,
        -- Of several documents each keeps its own.
        CASE WHEN count(*) = 1 THEN min(facts::text)::jsonb ELSE jsonb_build_object('documents', jsonb_agg(
          coalesce(facts, '{}') || jsonb_build_object('number', number, 'toPay', closing) ORDER BY row)) END AS facts,
        sum((facts->>'subsidies')::bigint)::bigint AS subsidies, min(row) AS row
      FROM told WHERE account_id IS NOT NULL GROUP BY account_id, period
    ) t USING (account_id, period)
    FULL JOIN (
      SELECT account_id, period, max(number) AS number, count(*)::integer AS count, sum(kopecks)::bigint AS kopecks,
        min(row) AS row
      FROM incoming_penalties WHERE account_id IS NOT NULL GROUP BY account_id, period
    ) f USING (account_id, period)
    ORDER BY least(r.row, t.row, f.row)
  ) d
  LEFT JOIN payment_documents old
    ON old.account_id = d.account_id AND old.period = d.period AND old.superseded_by IS NULL`;

export const PLACE_RUNS = `
  UPDATE runs SET document_id = placed.id, start = placed.start
  FROM (
    SELECT r.run, d.id, sum(r.lines) OVER (PARTITION BY d.id ORDER BY r.run) - r.lines AS start
    FROM runs r JOIN docs d ON d.account_id = r.account_id AND d.period = r.period
  ) placed WHERE placed.run = runs.run`;

/** Replacing a month while a later one stands on it would break the chain of balances. */
export const LATER_MONTHS = `
  INSERT INTO wrong
  SELECT d.row, 'по счету уже загружен более поздний месяц: ' || to_char(max(p.period), 'MM.YYYY') ||
    '. Месяцы до него можно загрузить, только отменив его загрузку'
  FROM docs d
  JOIN payment_documents p ON p.account_id = d.account_id AND p.period > d.period AND p.superseded_by IS NULL
  LEFT JOIN docs again ON again.account_id = p.account_id AND again.period = p.period
  WHERE again.id IS NULL GROUP BY d.row`;

/** Only lines of documents that have a service twice can be the same. */
export const DOUBLED_LINES = `
  INSERT INTO wrong
  SELECT row, 'такая же строка уже была: строка ' || first FROM (
    SELECT l.row, min(l.row) OVER (PARTITION BY r.document_id, l.service, l.unit, l.volume, l.common_volume, l.tariff,
      l.charged, l.recalculated, l.reason, l.benefit, l.factor, l.increase, l.total, l.recipient) AS first
    FROM incoming l JOIN runs r USING (run)
    JOIN (
      SELECT r.document_id, l.service FROM incoming l JOIN runs r USING (run)
      WHERE l.service IS NOT NULL AND r.document_id IS NOT NULL GROUP BY 1, 2 HAVING count(*) > 1
    ) twice ON twice.document_id = r.document_id AND twice.service = l.service
  ) t WHERE row > first`;

/** A row «Пени» that comes twice; in a column of their own they are those of each service. */
export const DOUBLED_PENALTIES = `
  INSERT INTO wrong
  SELECT row, 'такая же строка уже была: строка ' || first FROM (
    SELECT row, min(row) OVER (PARTITION BY account_id, period, number, kind, ground, span, kopecks, recipient) AS first
    FROM incoming_penalties p
    WHERE account_id IS NOT NULL AND NOT EXISTS (SELECT FROM incoming l WHERE l.row = p.row AND l.service IS NOT NULL)
  ) t WHERE row > first`;

export const COUNT = `
  SELECT count(*)::integer AS documents, count(old_id)::integer AS replaced,
    coalesce(sum(lines + told + penalties), 0)::integer +
      (SELECT count(*)::integer FROM incoming_debts JOIN docs USING (account_id, period)) AS good, count(*) FILTER (WHERE numbers > 1)::integer AS mixed
  FROM docs`;

export const PERIODS = `
  SELECT DISTINCT to_char(period, 'YYYY-MM-DD') AS period FROM incoming WHERE period IS NOT NULL ORDER BY 1`;
