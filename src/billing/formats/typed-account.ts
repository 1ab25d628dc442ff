import { accountNumber, SCIENTIFIC } from '../../imports/cells.js';
import type { CellReader } from '../../imports/cell-reader.js';
import { accountsInText } from './account-in-text.js';

/** What a payer has typed where the number of an account belongs. */
export interface TypedAccount {
  readonly account: string;
  readonly named?: readonly string[];
  readonly mentioned?: readonly string[];
  /** What was typed, where it is no number: it is all that tells whose the payment is. */
  readonly typed: string;
}

/** Reads the account of a payment: what cannot be one keeps the payment waiting, and the rest of the file is loaded. */
export function typedAccount(cells: CellReader, position: number): TypedAccount {
  const typed = cells.text(position, 200);
  if (/^\d{1,30}$/.test(typed)) return { account: cells.padded(typed), typed: '' };
  if (accountNumber(typed).reason === undefined || SCIENTIFIC.test(typed)) {
    return { account: cells.account(position), typed: '' };
  }
  const { account, named, mentioned } = accountsInText(`л/с ${typed}`);
  return {
    account: cells.padded(account),
    named: named.map((number) => cells.padded(number)),
    mentioned,
    typed,
  };
}
