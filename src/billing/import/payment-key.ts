import { createHash } from 'node:crypto';
import type { PaymentRecord } from '../formats/billing-records.js';

type Identity = Pick<
  PaymentRecord,
  | 'source'
  | 'externalId'
  | 'paidOn'
  | 'account'
  | 'amount'
  | 'note'
  | 'payer'
  | 'payerAccount'
  | 'purpose'
  | 'named'
>;

/**
 * What makes it this payment and no other, the same in every file. An account that was looked for in the purpose is left
 * out: the purpose stands for it, however well it is read.
 */
export function paymentKey(payment: Identity): string {
  const { source, externalId, paidOn, amount } = payment;
  const account = payment.named ? '' : payment.account;
  if (!isPayerKnown(payment)) return formerKey(payment, account);
  const { payerAccount = '', payer = '', purpose = '' } = payment;
  return hash(JSON.stringify([source, externalId, paidOn, account, amount, payerAccount, payer, purpose]));
}

/** The keys that it may have from before payers were kept: with any of the accounts, and with the note if it had to wait. */
export function formerKeys(payment: Identity): string[] {
  if (!isPayerKnown(payment)) return [];
  const { account, named, note = '' } = payment;
  return [...new Set([account, ...(named ? ['', ...named] : [])])].flatMap((text) => {
    const key = formerKey(payment, text);
    return note === '' ? [key] : [hash(`${key}|${note}`), key];
  });
}

/** The key from before payers were kept. */
export function formerKey({ source, externalId, paidOn, amount }: Identity, account: string): string {
  return hash([source, externalId, paidOn, account, amount].join('|'));
}

function isPayerKnown({ payer = '', payerAccount = '', purpose = '' }: Identity): boolean {
  return payer !== '' || payerAccount !== '' || purpose !== '';
}

function hash(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
