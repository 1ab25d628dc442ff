import { rouble, told } from '../../audit/told.sql.js';
import type { JournalPart } from '../../panel/panel-office.js';
import { monthText } from '../../text/month.sql.js';

const total = (row: string): string =>
  `${row}.charged_kopecks + ${row}.recalculated_kopecks - ${row}.benefit_kopecks + ${row}.penalty_kopecks`;

/** Of months whose document a load has replaced, what was charged before and what is now. */
const REPLACED = `
  (SELECT string_agg(concat('начислено за ', ${monthText('d.period')}, ' ', ${rouble(total('d'))}, ' → ', ${rouble(total('n'))}),
     '; ' ORDER BY d.period)
   FROM payment_documents d JOIN payment_documents n
     ON n.account_id = d.account_id AND n.period = d.period AND n.batch_id = d.superseded_by
   WHERE d.account_id = $2::uuid AND d.superseded_by = e.object_id::bigint)`;

/**
 * Loads that have replaced documents of the account `$2`. Those that have brought what was not there yet stand beside each
 * document and payment, and would be a line for every month.
 */
export const BATCHES_OF_ACCOUNT: JournalPart = {
  kind: 'batch',
  ids: 'SELECT superseded_by::text FROM payment_documents WHERE account_id = $2::uuid AND superseded_by IS NOT NULL',
  where: "action = 'batch.loaded'",
  details: {
    'batch.loaded': `concat(concat_ws(': ', 'загрузка № ' || e.object_id, ${REPLACED}), ' (файл «' || (${told('fileName')}) || '»)')`,
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
