/** All recipients by what was written of them last, with all the accounts, ИНН and names that they ever had. */
export const KNOWN = `
  SELECT DISTINCT ON (t.recipient_id) t.recipient_id AS id, t.takes, t.services, t.ended, t.inn, t.name, t.account,
    array(SELECT DISTINCT account FROM recipient_terms a WHERE a.recipient_id = t.recipient_id) AS accounts,
    array(SELECT DISTINCT inn FROM recipient_terms a WHERE a.recipient_id = t.recipient_id) AS inns,
    array(SELECT DISTINCT name FROM recipient_terms a WHERE a.recipient_id = t.recipient_id) AS names
  FROM recipient_terms t ORDER BY t.recipient_id, t.since DESC, t.id DESC`;

/** Numbers of the file, whom they mean, and how the file names them. */
export const CREATE = `
  CREATE TEMP TABLE incoming_recipients ON COMMIT DROP AS
  SELECT ord, id, for_rest, told
  FROM jsonb_to_recordset($1::jsonb) AS r (ord integer, id integer, for_rest boolean, told jsonb)`;

/** Joins them to rows with such a number. */
export const NAMED = (row: string): string => `LEFT JOIN incoming_recipients ir ON ir.ord = ${row}.recipient`;

/** What a row that waits keeps of it. */
export const KEPT = `CASE WHEN ir.told IS NULL THEN '{}'::jsonb ELSE jsonb_build_object('recipient', ir.told) END`;
