import { addedBy } from '../../accounts/balance.sql.js';

const NOW = 'd.charged + d.recalculated - d.benefit + coalesce(d.penalty, 0)';
const BEFORE = addedBy('o');

/** What documents of the file that replace others come to, and those that they replace. */
export const REPLACED = `
  SELECT count(*)::integer AS documents, coalesce(sum(${BEFORE}), 0)::float8 AS before, coalesce(sum(${NOW}), 0)::float8 AS now
  FROM docs d JOIN payment_documents o ON o.id = d.old_id`;

/** Those that differ by more than a part ($1) and by so many kopecks ($2), the largest differences first. */
export const REPLACED_OTHERWISE = `
  SELECT * FROM (
    SELECT d.row, p.number AS account, (${BEFORE})::float8 AS before, (${NOW})::float8 AS now, count(*) OVER ()::integer AS count
    FROM docs d JOIN payment_documents o ON o.id = d.old_id JOIN account_places p ON p.id = d.account_id
    WHERE abs((${NOW}) - (${BEFORE})) >= $2 AND abs((${NOW}) - (${BEFORE})) > abs(${BEFORE}) * $1::float8
  ) t ORDER BY abs(now - before) DESC, account LIMIT $3`;
