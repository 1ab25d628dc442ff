/** Who is paid today ($1), and whether anybody takes what others do not. */
export const RECIPIENTS_NOW = `
  SELECT count(*)::integer AS paid, coalesce(bool_or(takes = 'rest'), false) AS main
  FROM (
    SELECT DISTINCT ON (recipient_id) takes, ended FROM recipient_terms
    WHERE since <= $1::date ORDER BY recipient_id, since DESC, id DESC) t
  WHERE NOT ended`;
