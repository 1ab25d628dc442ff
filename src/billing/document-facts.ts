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
  /** «ОГРН …, КПП …» of whoever provides the services. */
  readonly executor?: string;
  /** Kopecks that are to be paid now by whoever pays in parts, with interest. */
  readonly withInstalment?: number;
}

/** The facts of one of several documents of a month, with what it alone asks for. */
export interface NumberedFacts extends DocumentFacts {
  readonly number?: string;
  /** Kopecks; only where a month has several documents. */
  readonly toPay?: number;
}

/** As they are kept: of the only document of a month, or of each of several. */
export type StoredFacts = NumberedFacts | { readonly documents: readonly NumberedFacts[] } | null;

/** What the documents of a month tell, each by itself, in the order of the file. */
export function factsOf(stored: StoredFacts): readonly NumberedFacts[] {
  if (stored === null) return [];
  return 'documents' in stored ? stored.documents : [stored];
}

/** What documents tell: once where all that tell it say the same, else each with its number. */
export function toldBy(
  documents: readonly NumberedFacts[],
  words: (facts: DocumentFacts) => string | undefined,
): string {
  const told = documents
    .map((one) => ({ number: one.number ?? '', text: words(one) ?? '' }))
    .filter(({ text }) => text !== '');
  if (new Set(told.map(({ text }) => text)).size < 2) return told[0]?.text ?? '';
  return told.map(({ number, text }) => `${text} (документ\u00A0№\u00A0${number})`).join('; ');
}

/** Kopecks of subsidies of all documents. */
export function subsidiesOf(documents: readonly NumberedFacts[]): bigint {
  return documents.reduce((sum, { subsidies }) => sum + BigInt(subsidies ?? 0), 0n);
}
