const INN_WEIGHTS = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8, 0];
const ACCOUNT_WEIGHTS = [7, 1, 3];

/** БИК of the Treasury, whose accounts have no key that can be checked. */
const TREASURY = '01';
/** Ends of a БИК whose accounts are opened in a settlement centre of the Bank of Russia. */
const SETTLEMENT_CENTRES = ['000', '001', '002'];

/** Tells whether the check digits of an ИНН are right: ten digits of a company or twelve of a person. */
export function isInn(text: string): boolean {
  if (!/^(\d{10}|\d{12})$/.test(text) || /^0+$/.test(text)) return false;
  const lengths = text.length === 10 ? [10] : [11, 12];
  return lengths.every((length) => innDigit(text.slice(0, length)) === Number(text[length - 1]));
}

/** Tells whether the text can be a КПП: the tax office, the reason (digits or Latin letters), the number. */
export function isKpp(text: string): boolean {
  return /^\d{4}[\dA-Z]{2}\d{3}$/.test(text);
}

/** Tells whether the text can be a БИК. It has no check digit. */
export function isBic(text: string): boolean {
  return /^0[014]\d{7}$/.test(text);
}

/**
 * Tells whether the key of a bank account fits the bank (ЦБ РФ, 08.09.1997 № 515): the last digits of the products of
 * prefix and account with the weights 7, 1, 3 add up to a whole ten.
 */
export function isBankAccount(account: string, bic: string): boolean {
  if (!/^\d{20}$/.test(account) || !isBic(bic)) return false;
  if (bic.startsWith(TREASURY)) return true;
  const inSettlementCentre = account.startsWith('301') || SETTLEMENT_CENTRES.includes(bic.slice(6));
  const prefix = inSettlementCentre ? `0${bic.slice(4, 6)}` : bic.slice(6);
  const sum = [...(prefix + account)].reduce(
    (total, digit, index) => total + ((Number(digit) * ACCOUNT_WEIGHTS[index % 3]!) % 10),
    0,
  );
  return sum % 10 === 0;
}

/** Tells whether a correspondent account fits the bank; `0` is for a bank that has none. */
export function isCorrespondentAccount(account: string, bic: string): boolean {
  return account === '0' || (account.startsWith('301') && isBankAccount(account, bic));
}

/** The check digit at the end; the weights are taken from the right. */
function innDigit(digits: string): number {
  const weights = INN_WEIGHTS.slice(-digits.length);
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * weights[index]!, 0);
  return (sum % 11) % 10;
}
