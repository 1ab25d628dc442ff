import { createHash } from 'node:crypto';

/** What makes it this payment and no other. */
interface Identity {
  readonly source: string;
  readonly externalId: string;
  readonly paidOn: string;
  readonly account: string;
  readonly amount: number;
}

/** The same for the same payment in every file. */
export function paymentKey({ source, externalId, paidOn, account, amount }: Identity): string {
  const text = [source, externalId, paidOn, account, amount].join('|');
  return createHash('sha256').update(text).digest('base64url');
}
