/** What a file tells of a payment document beside its sums, as of its month; only what it has. */
export interface DocumentFacts {
  /** Square metres as decimals. */
  readonly area?: string;
  readonly livingArea?: string;
  readonly heatedArea?: string;
  readonly residents?: string;
  /** `2026-10-12`. */
  readonly lastPaidOn?: string;
  /** Kopecks of subsidies and compensations. */
  readonly subsidies?: number;
  /** The identifier that ГИС ЖКХ has given to the document. */
  readonly gisId?: string;
  readonly note?: string;
  /** The limit of the growth of charges, in the words of the file. */
  readonly index?: string;
}
