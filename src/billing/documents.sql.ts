import { Prepared } from '../core/database.js';

/** The charges `c` of a document `d` with their services `s`, each as an array of these columns, in their order. */
export const linesOf = (columns: string): string =>
  `(SELECT json_agg(json_build_array(${columns}) ORDER BY c.position)
    FROM charge_lines c JOIN services s ON s.id = c.service_id WHERE c.document_id = d.id)`;

/** The day of the last payment that a document `d` has counted. */
export const LAST_PAID_ON = `(SELECT max(p.paid_on)::text FROM payments p WHERE p.document_id = d.id AND p.amount_kopecks > 0)`;

/** The last payment of an account that is known. */
export const LAST_PAYMENT = new Prepared<{ paid_on: string; amount_kopecks: string; source: string }>(
  'last payment',
  `SELECT paid_on::text, amount_kopecks, source FROM payments WHERE account_id = $1 AND amount_kopecks > 0
   ORDER BY payments.paid_on DESC, id DESC LIMIT 1`,
);
