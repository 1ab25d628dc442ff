/**
 * Whether a document, by the name that a query gives it, was to be paid on a day or later. A month is paid in the next one: what is
 * older need not be read.
 */
export const dueSince = (document: string, day: string): string =>
  `${document}.due_on >= ${day} AND ${document}.period >= ${day} - interval '3 months'`;

/** What a document, by the name that a query gives it, adds to what is owed. */
export const addedBy = (document: string): string =>
  `${document}.charged_kopecks + ${document}.recalculated_kopecks - ${document}.benefit_kopecks + ${document}.penalty_kopecks`;
