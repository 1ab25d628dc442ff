/** The consent that stands on /regulations/receipt-letters; a new text gets a new version. */
export const LETTERS_CONSENT = { document: 'receipt-letters', version: '2026-11-23' } as const;
