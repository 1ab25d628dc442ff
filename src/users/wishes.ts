import type { AuditAction } from '../audit/audit.js';
import type { Wish } from '../mail/wish.js';

interface KindOfWish {
  /** Where it stands in `users`, in SQL and in the entity. */
  readonly column: string;
  readonly field: 'receiptLetters' | 'readingLetters';
  /** The consent that stands on /regulations/<document>; a new text gets a new version. */
  readonly consent: { readonly document: string; readonly version: string };
  readonly on: AuditAction;
  readonly off: AuditAction;
}

/** How what residents wish is kept. */
export const WISHES: Readonly<Record<Wish, KindOfWish>> = {
  receipts: {
    column: 'receipt_letters',
    field: 'receiptLetters',
    consent: { document: 'receipt-letters', version: '2026-11-23' },
    on: 'user.letters-on',
    off: 'user.letters-off',
  },
  readings: {
    column: 'reading_letters',
    field: 'readingLetters',
    consent: { document: 'reading-letters', version: '2026-11-25' },
    on: 'user.reading-letters-on',
    off: 'user.reading-letters-off',
  },
};

/** In the order in which residents see them. */
export const WISH_NAMES = Object.keys(WISHES) as Wish[];
