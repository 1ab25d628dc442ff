/** Houses of documents, where the file names for whole documents one of several who take the rest. */
export const NAMING_HOUSES = `
  SELECT DISTINCT p.house_id AS id FROM docs d JOIN account_places p ON p.id = d.account_id
  WHERE p.house_id IS NOT NULL AND EXISTS (SELECT FROM incoming_recipients WHERE for_rest AND id IS NOT NULL)`;

/** Accounts of the documents of houses $1, and who takes the rest there, $2. */
export const CREATE_MAINS = `
  CREATE TEMP TABLE main_recipients ON COMMIT DROP AS
  SELECT DISTINCT d.account_id, u.recipient FROM docs d JOIN account_places p ON p.id = d.account_id
  JOIN unnest($1::uuid[], $2::integer[]) u (house, recipient) ON u.house = p.house_id`;

/** Joins the recipients that rows of accounts name, but whoever takes the rest there anyway: it divides nothing. */
export const NAMED_BESIDE_MAIN = (row: string, account: string): string => `
  LEFT JOIN main_recipients mr ON mr.account_id = ${account}.account_id
  LEFT JOIN incoming_recipients ir ON ir.ord = ${row}.recipient
    AND NOT (ir.for_rest AND ir.id IS NOT DISTINCT FROM mr.recipient)`;
