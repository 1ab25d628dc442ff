/** What a document, by the name that a query gives it, adds to what is owed. */
export const addedBy = (document: string): string =>
  `${document}.charged_kopecks + ${document}.recalculated_kopecks - ${document}.benefit_kopecks + ${document}.penalty_kopecks`;
