/** True of a payment `p` that is no later part of a divided one: what files bring again is compared with these. */
export const WHOLE = '(p.part_of IS NULL OR p.whole_kopecks IS NOT NULL)';

/** What the payment of the row $1 of the account $2 becomes: its part $3. */
export const KEEP_FIRST_PART = `
  UPDATE payments p SET whole_kopecks = p.amount_kopecks, amount_kopecks = $3, part_of = u.id
  FROM unknown_rows u
  WHERE u.id = $1::bigint AND p.batch_id = u.batch_id AND p.account_id = $2 AND p.key = u.record->>'key'
  RETURNING p.whole_kopecks AS whole`;

/** The other parts of the row $1: accounts $2 with kopecks $3. What the bank has taken stays with the first one. */
export const INSERT_PARTS = `
  INSERT INTO payments (account_id, paid_on, amount_kopecks, source, external_id, period, payer, payer_account, purpose,
    batch_id, key, plain_key, former_key, recognised_by, recipient_id, part_of)
  SELECT o.account_id, p.paid_on, o.kopecks, p.source, p.external_id, p.period, p.payer, p.payer_account, p.purpose,
    p.batch_id, p.key || '/' || o.n + 1, p.plain_key, p.former_key || '/' || o.n + 1, p.recognised_by, p.recipient_id, p.part_of
  FROM payments p, unnest($2::uuid[], $3::bigint[]) WITH ORDINALITY o (account_id, kopecks, n)
  WHERE p.part_of = $1::bigint AND p.whole_kopecks IS NOT NULL ORDER BY o.n`;

/** What each account has got of the rows $1 that were divided. */
export const PARTS = `
  SELECT p.part_of AS row_id, p.account_id, a.number, p.amount_kopecks AS kopecks
  FROM payments p JOIN account_places a ON a.id = p.account_id WHERE p.part_of = ANY($1::bigint[]) ORDER BY p.id`;

/** Whoever is told to have paid has paid all parts: see NOTE_PAYERS. */
export const NOTE_PAYERS_OF_PARTS = `
  UPDATE payments p SET key = t.number || substr(p.key, strpos(p.key, '/')), plain_key = t.plain_key, payer = t.payer,
    payer_account = t.payer_account, purpose = t.purpose, former_key = p.key, recognised_by = $1::bigint
  FROM planned t JOIN payments f ON f.id = t.payment_id AND f.whole_kopecks IS NOT NULL
  WHERE p.part_of = f.part_of AND p.id <> f.id AND t.names_payer AND NOT t.kept`;
