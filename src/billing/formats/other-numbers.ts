/** What people write before numbers that are no personal accounts. */
const OTHER_WORD = new RegExp(
  '(?<![\\p{L}\\d])(?:инн|кпп|бик|огрн(?:ип)?|октмо|окато|кбк|уин|уип|снилс|тел(?:ефон\\p{L}*)?|моб\\p{L}*|' +
    'дог(?:овор\\p{L}*)?|контракт\\p{L}*|паспорт\\p{L}*|сумм\\p{L}*|чек\\p{L}*|операци\\p{L}*|inn|kpp|tel)' +
    '(?:\\s(?:управлен|обслуживан|плательщик|получател|перевод|оплат|платеж|услуг)\\p{L}{0,10}){0,2}[' +
    '\\s.:;=№#(+-]{0,5}(?:n[o°]?|номер|ном\\.?)?[\\s.:;=№#(+-]{0,5}$',
  'iu',
);
const TIME_WORD = /(?<![\p{L}\d])(?:за|от|период\p{L}*|period)[\s.:;=№#-]{0,5}$/iu;
const ADDRESS_OR_TIME = new RegExp(
  '(?<![\\p{L}\\d])(?:кв|кварт\\p{L}*|д|дом\\p{L}{0,2}|корп\\p{L}*|стр|под\\p{L}*|эт\\p{L}*|оф\\p{L}*|пом\\p{L}*|комн?\\p{L}*|уч\\p{L}*|' +
    'гараж\\p{L}*|бокс\\p{L}*|кладов\\p{L}*|м/м|за|от|до|период\\p{L}*|сумм\\p{L}*)[\\s.:;=№#,-]{0,4}$',
  'iu',
);
const LOOK_BACK = 60;

const DAY_OR_MONTH =
  /^(?:\d{1,2}[./-](?:\d{1,2}[./-])?(?:20)?\d\d|20\d\d[./-]\d{1,2}(?:[./-]\d{1,2})?)(?:г|год\p{L}{0,3})?$/u;
const DIGITS_OF_MONTH = /^(?:(?:0[1-9]|[12]\d|3[01])?(?:0[1-9]|1[0-2])20\d\d|(?:0[1-9]|1[0-2])[12]\d)$/;
const MOST_ROUBLES = 8;
const ROUBLES = /^\d{1,8}\.\d{1,2}$/;
const PART_OR_UNIT = /^(?:,\d{2}(?!\d)|\s?(?:руб|р(?:\.(?!\s?с)|(?![\p{L}./-]))|₽|коп))/iu;
const PHONE = /^[78]\d{10}$/;

/** Tells whether the word before a number in a purpose of payment, or the one after it, says what else it is. */
export function isCalledElse(text: string, start: number, number: string): boolean {
  const before = text.slice(Math.max(0, start - LOOK_BACK), start);
  const after = text.slice(start + number.length, start + number.length + 8);
  if (isSum(number, after)) return true;
  return (DIGITS_OF_MONTH.test(number) && TIME_WORD.test(before)) || OTHER_WORD.test(before);
}

/** Tells whether what follows a number makes it a sum of money. */
export function isSum(number: string, after: string): boolean {
  return number.length <= MOST_ROUBLES && PART_OR_UNIT.test(after);
}

/** Tells whether digits alone may be a month or a year: 1126, 112026, 2026. */
export function isMonthOrYear(digits: string): boolean {
  return DIGITS_OF_MONTH.test(digits) || /^20[2-4]\d$/.test(digits);
}

/** Tells whether the words before a short number say that it is a part of an address or a time. */
export function isAddressOrTime(text: string, start: number): boolean {
  return ADDRESS_OR_TIME.test(text.slice(Math.max(0, start - 20), start));
}

/** Tells whether a number is written as a day, a month or a sum. */
export function isDayOrSum(number: string): boolean {
  return DAY_OR_MONTH.test(number) || ROUBLES.test(number);
}

/** Tells whether digits may be a phone of Russia. */
export function isPhone(number: string): boolean {
  return PHONE.test(number);
}

/** Tells whether digits may as well be a phone, an ИНН or an ОГРН: the latter have check digits. */
export function isPhoneOrTaxNumber(number: string): boolean {
  return PHONE.test(number) || isTaxNumber(number);
}

function isTaxNumber(number: string): boolean {
  switch (number.length) {
    case 10:
      return weighed(number, SHORT) === Number(number[9]);
    case 12:
      return (
        weighed(number, [7, ...SHORT]) === Number(number[10]) &&
        weighed(number, [3, 7, ...SHORT]) === Number(number[11])
      );
    case 13:
    case 15:
      return (
        Number((BigInt(number.slice(0, -1)) % BigInt(number.length - 2)) % 10n) === Number(number.at(-1))
      );
    default:
      return false;
  }
}

const SHORT = [2, 4, 10, 3, 5, 9, 4, 6, 8];

function weighed(number: string, weights: readonly number[]): number {
  return (weights.reduce((sum, weight, index) => sum + weight * Number(number[index]), 0) % 11) % 10;
}
