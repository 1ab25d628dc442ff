import { withdrawLetters } from '../mail/letters.sql.js';

/** The order in which doors of a house are gone by: `account_places a`, flats first, 2 before 10. */
export const DOOR_ORDER = `a.unit_type <> 'flat', a.unit_type, substring(a.unit FROM '\\d+')::numeric NULLS LAST, a.unit, a.number`;

/** The order of houses by address, 2 before 10; `houses_in_order` is its index. */
export const ADDRESS_ORDER = 'address COLLATE ru_numeric, id';

/** What accounts `a` of `account_places` are found by. */
export const ACCOUNT_TEXTS = 'a.number || chr(10) || a.owner_name || chr(10) || a.address';

/** Who has linked an account by a code word; also links that have ended. */
export const linkedBy = (codeWordId: string): string =>
  `(SELECT string_agg(DISTINCT u.name, ', ') FROM account_links l JOIN residents u ON u.id = l.user_id
    WHERE l.code_word_id = ${codeWordId})`;

/** Nobody waits for a receipt of an account that is closed; the letter's subject matter begins with the account. */
export const aboutReceiptOf = (accountId: string): string =>
  `m.kind = 'receipt' AND split_part(m.about, ' ', 1) = ${accountId}::text`;

/** Withdraws letters about receipts of the account $2; $1 is now. */
export const WITHDRAW_RECEIPTS = withdrawLetters('accounts a', `a.id = $2 AND ${aboutReceiptOf('a.id')}`);
