import { rouble, told } from '../../audit/told.sql.js';
import type { JournalPart } from '../../panel/panel-office.js';
import { addedBy } from '../../accounts/balance.sql.js';
import { IS_GIVEN } from './given-payments.sql.js';
import { dayText, monthText } from '../../text/month.sql.js';

/** Of months whose document a load has replaced, what was charged before and what is now; by account. */
const replaced = (batch: string): string => `
  SELECT d.account_id, string_agg(concat('начислено за ', ${monthText('d.period')}, ' ', ${rouble(addedBy('d'))}, ' → ',
    ${rouble(addedBy('n'))}), '; ' ORDER BY d.period) AS told
  FROM payment_documents d JOIN payment_documents n
    ON n.account_id = d.account_id AND n.period = d.period AND n.batch_id = d.superseded_by
  WHERE d.superseded_by = ${batch} GROUP BY d.account_id`;

/** Payments that came with their file: those that were given to an account in «Разнести» have lines of their own. */
const CAME = `payments p WHERE p.part_of IS NULL AND NOT EXISTS (
  SELECT FROM unknown_rows u WHERE u.kind = 'payments' AND ${IS_GIVEN})`;

/** What a load has brought: «оплачено 1 200,00 ₽ 12 ноября 2026, Сбербанк»; a return of money is one; by account. */
const paid = (batch: string): string => `
  SELECT p.account_id, string_agg(concat(CASE WHEN p.amount_kopecks < 0 THEN 'возвращено ' ELSE 'оплачено ' END,
    ${rouble('abs(p.amount_kopecks)')}, ' ', ${dayText('p.paid_on')}, ', ' || nullif(p.source, '')), '; '
    ORDER BY p.paid_on, p.id) AS told
  FROM ${CAME} AND p.batch_id = ${batch} GROUP BY p.account_id`;

/** Months and balances that a load has brought where there were none: they stand on their own while it does, so only its undoing tells. */
const BROUGHT = `
  SELECT d.account_id, string_agg(concat('начислено за ', ${monthText('d.period')}, ' ', ${rouble(addedBy('d'))}), '; '
    ORDER BY d.period) AS told
  FROM payment_documents d WHERE d.batch_id = $1::bigint AND NOT EXISTS (
    SELECT FROM payment_documents o
    WHERE o.superseded_by = $1::bigint AND o.account_id = d.account_id AND o.period = d.period) GROUP BY d.account_id
  UNION ALL
  SELECT s.account_id, string_agg(concat('сальдо на ', ${dayText('s.as_of')}, ' ', ${rouble('s.amount_kopecks')}), '; '
    ORDER BY s.as_of) FROM balance_statements s WHERE s.batch_id = $1::bigint GROUP BY s.account_id`;

/** Keeps what a load ($1) had done to accounts, for their histories; before it is taken back. */
export const KEEP_UNDONE = `
  INSERT INTO undone_batches (account_id, batch_id, told)
  SELECT account_id, $1::bigint, string_agg(told, '; ' ORDER BY place) FROM (
    SELECT *, 1 AS place FROM (${replaced('$1::bigint')}) replaced
    UNION ALL SELECT *, 2 FROM (${BROUGHT}) brought
    UNION ALL SELECT *, 3 FROM (${paid('$1::bigint')}) paid) t GROUP BY account_id`;

const UNDONE = `SELECT t.account_id, t.told FROM undone_batches t WHERE t.batch_id = e.object_id::bigint`;
const OF_ACCOUNT = (all: string): string => `(SELECT o.told FROM (${all}) o WHERE o.account_id = $2::uuid)`;
const load = (...told_: string[]): string =>
  `concat(concat_ws(': ', 'загрузка № ' || e.object_id, ${told_.map(OF_ACCOUNT).join(', ')}), ' (файл «' || (${told('fileName')}) || '»)')`;

/**
 * Loads that have replaced documents of the account `$2`, and those that have brought payments, a line for each, and one for
 * their undoing. Charges of a month that was not there yet stand in its document, and after an undoing in lines as well.
 */
export const BATCHES_OF_ACCOUNT: JournalPart = {
  kind: 'batch',
  ids: `SELECT superseded_by::text FROM payment_documents WHERE account_id = $2::uuid AND superseded_by IS NOT NULL
    UNION SELECT p.batch_id::text FROM ${CAME} AND p.account_id = $2::uuid
    UNION SELECT batch_id::text FROM undone_batches WHERE account_id = $2::uuid`,
  where: "action IN ('batch.loaded', 'batch.undone')",
  details: {
    'batch.loaded': load(replaced('e.object_id::bigint'), paid('e.object_id::bigint'), UNDONE),
    'batch.undone': load(UNDONE),
  },
};

const GIVEN = `concat_ws(', ', 'загрузка № ' || e.object_id, 'строк ' || (${told('rows')}), 'на ' || ${rouble(told('kopecks'))}, 'часть платежа на ' || ${rouble(told('whole'))})`;

/** What was given to the account `$2` in «Разнести», and taken back. */
export const GIVEN_TO_ACCOUNT: JournalPart = {
  kind: 'batch',
  ids: 'SELECT id::text FROM batches',
  where: `action IN ('batch.assigned', 'batch.unassigned')
    AND details->>'account' = (SELECT p.number FROM account_places p WHERE p.id = $2::uuid)`,
  details: { 'batch.assigned': GIVEN, 'batch.unassigned': GIVEN },
};
