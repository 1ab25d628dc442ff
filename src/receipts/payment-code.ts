import type { Takes } from '../billing/recipients/recipient.js';

/** What the code for payment on a receipt says; sums in kopecks. */
export interface PaymentOrder {
  readonly payee: string;
  readonly payeeInn: string;
  /** Empty where the payee has none. */
  readonly payeeKpp: string;
  readonly bank: string;
  readonly bic: string;
  readonly bankAccount: string;
  readonly correspondentAccount: string;
  readonly kopecks: bigint;
  /** «Взнос на капитальный ремонт»; empty for all services together. */
  readonly purpose: string;
  /** What the payee is paid for. */
  readonly takes: Takes;
  /** The resident's лицевой счет. */
  readonly account: string;
  /** The first day of the month, `2026-10-01`. */
  readonly period: string;
  /** Who pays and for what place; only when the company wishes them in the code. */
  readonly payer?: { readonly name: string; readonly address: string };
}

/** UTF-8, and `|` between the fields: the form that all banks' applications read. */
const SERVICE_BLOCK = 'ST00012';
const SEPARATOR = '|';
/** «Коммунальные услуги ЖКХ». */
const UTILITIES = '02';
/** 18 digits, in kopecks. */
export const LARGEST_SUM = 10n ** 18n - 1n;

/** Limits of ГОСТ Р 56042-2014 in characters; the purpose is shorter, as some readers cut it. */
const LIMITS: Partial<Record<string, number>> = {
  Name: 160,
  BankName: 45,
  Purpose: 160,
  LastName: 100,
  FirstName: 100,
  MiddleName: 100,
  PayerAddress: 200,
};

/** The text of the code for payment (ГОСТ Р 56042-2014); throws a RangeError when there is nothing to pay. */
export function paymentCode(order: PaymentOrder): string {
  if (order.kopecks <= 0n || order.kopecks > LARGEST_SUM) {
    throw new RangeError(`No code for payment can ask for ${order.kopecks} kopecks`);
  }
  const [year, month] = order.period.split('-');
  const fields: [key: string, value: string][] = [
    // The first five are mandatory, in this order.
    ['Name', order.payee],
    ['PersonalAcc', order.bankAccount],
    ['BankName', order.bank],
    ['BIC', order.bic],
    ['CorrespAcc', order.correspondentAccount],
    ['Sum', String(order.kopecks)],
    ['Purpose', purposeOf(order)],
    ['PayeeINN', order.payeeInn],
    ['KPP', order.payeeKpp],
    ...payerFields(order.payer),
    ['PersAcc', order.account],
    ['PaymPeriod', `${month}${year}`],
    // What a fund or a supplier gets is no rent: its purpose says what it is.
    ['Category', order.takes === 'rest' ? 'Квартплата' : ''],
    ['TechCode', UTILITIES],
  ];
  const written = fields
    .map(([key, value]) => [key, plain(value).slice(0, LIMITS[key])] as const)
    .filter(([, value]) => value !== '');
  return [SERVICE_BLOCK, ...written.map(([key, value]) => `${key}=${value}`)].join(SEPARATOR);
}

/** What a payment is for, as the bank and the recipient read it. */
export function purposeOf({
  purpose,
  account,
  period,
}: Pick<PaymentOrder, 'purpose' | 'account' | 'period'>): string {
  const [year, month] = period.split('-');
  const what = purpose || 'Оплата ЖКУ';
  // The office may have written «За отопление».
  return `${what}${/^за\s/i.test(what) ? ',' : ' за'} ${month}.${year}, л/с ${account}`;
}

function payerFields(payer: PaymentOrder['payer']): [string, string][] {
  if (!payer) return [];
  const address: [string, string] = ['PayerAddress', payer.address];
  const [lastName = '', firstName = '', ...rest] = plain(payer.name).split(' ');
  // «ООО „Ромашка“» and several owners in one line have no last name.
  const isPerson =
    rest.length <= 2 && /^\p{Lu}[\p{L}-]+ \p{Lu}[\p{L}-]*\.?( [\p{L}-]+\.?){0,2}$/u.test(plain(payer.name));
  return isPerson && !/^\p{Lu}{2,}$/u.test(lastName)
    ? [['LastName', lastName], ['FirstName', firstName], ['MiddleName', rest.join(' ')], address]
    : [address];
}

/** Readers split fields at the separator, and some at every `=`. */
function plain(value: string): string {
  return value.replace(/[|=\p{Cc}\s]+/gu, ' ').trim();
}
