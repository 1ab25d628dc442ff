/** The charges `c` of a document `d` with their services `s`, each as an array of these columns, in their order. */
export const linesOf = (columns: string): string =>
  `(SELECT json_agg(json_build_array(${columns}) ORDER BY c.position)
    FROM charge_lines c JOIN services s ON s.id = c.service_id WHERE c.document_id = d.id)`;

/** The day of the last payment that a document `d` has counted. */
export const LAST_PAID_ON = `(SELECT max(p.paid_on)::text FROM payments p WHERE p.document_id = d.id AND p.amount_kopecks > 0)`;
