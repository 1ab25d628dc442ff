import { isAddressOrTime, isCalledElse, isDayOrSum, isMonthOrYear, isPhone, isSum } from './other-numbers.js';

/** Accounts of banks have 20 digits. */
const LONGEST = 19;
/** Shorter numbers stand for flats, days and parts of sums in nearly every purpose. */
const SHORTEST = 3;
const LONG = 5;
const MOST_GROUPS = 5;
const SEPARATOR =
  '\\)?\\s?(?:[,;]\\s?)?(?:[+&,;]|\\.{2,3}|\\s-|(?:и|а также|а еще|а ещё|плюс|по)(?!\\p{L})(?<of>\\s?за(?!\\p{L}))?)\\s?(?:№\\s?)?';
/** What a list goes on with: digits only. */
const NEXT = new RegExp(`${SEPARATOR}(?<digits>\\d+)(?![\\p{L}\\d(]|[./_-][\\p{L}\\d])`, 'uy');
const WHOLE = /(?<![\p{L}\d])(?:\p{L}{1,3}-?)?\d[\p{L}\d]*(?:[./_-][\p{L}\d]+)*/gu;

/** «л/с 0100002301, 14» and «… а также 2314»: accounts that begin as the first does; none where it can hardly be a list. */
export function endingsAfter(text: string, number: string, end: number): string[] {
  return listAfter(text, end)
    .filter(({ digits, after, sure }) => {
      if (digits.length > Math.min(LONG, number.length)) return false;
      if (digits.length >= SHORTEST && isSum(digits, after)) return false;
      return sure || (digits.length > 1 && !isMonthOrYear(digits));
    })
    .flatMap(({ digits }) => [ending(number, digits), digits]);
}

/** «0100 00 2301» and «01000023 01» may be one number in groups. */
export function groupsAfter(text: string, number: string, end: number): string[] {
  const isPart = /^\d{1,5}$/.test(number) || /^0\d{5,8}$/.test(number);
  const groups = isPart ? digitGroups(text, end) : [];
  const [first = '', second = ''] = groups;
  const isOne = first.length >= SHORTEST || number.startsWith('0') || second.length >= LONG;
  if (first === '' || !isOne || (number.length >= LONG && isMonthOrYear(first))) return [];
  return joined([number, ...groups]);
}

/** All numbers of a text that may be another account than the one that it names, however unlikely. */
export function mentionedIn(text: string, account: string): string[] {
  const found = new Set<string>();
  let isAfter = false;
  for (const { index, 0: whole } of text.matchAll(WHOLE)) {
    const end = index + whole.length;
    if (whole === account) addEndings(text, account, end, found);
    else if (isAfter) addShort(text, account, index, whole, found);
    isAfter ||= whole === account;
    for (const number of [whole, whole.replace(/\D/g, ''), ...(whole.match(/\d+/g) ?? [])]) {
      const length = number.replace(/\D/g, '').length;
      if (length < SHORTEST || length > LONGEST || isDayOrSum(whole)) continue;
      if (isSum(number, text.slice(end, end + 8))) continue;
      if (length < LONG && (isMonthOrYear(number) || isAddressOrTime(text, index))) continue;
      found.add(number);
    }
  }
  for (const { 0: run } of text.matchAll(/(?<!\d)\d{1,20}(?: \d{1,20}(?!\d|[.,/-]\d))+/g)) {
    const groups = run.split(' ');
    for (let from = 0; from < groups.length; from++) {
      for (const number of joined(groups.slice(from, from + MOST_GROUPS))) {
        if (number.length >= LONG) found.add(number);
      }
    }
  }
  found.delete(account);
  return [...found];
}

function addEndings(text: string, account: string, end: number, found: Set<string>): void {
  for (const { digits, after } of listAfter(text, end)) {
    if (digits.length >= account.length || (digits.length >= SHORTEST && isSum(digits, after))) continue;
    if (isPhone(digits)) continue;
    found.add(ending(account, digits));
  }
}

/** What follows an account may be the end of another one, whatever stands between: «л/с 0100002301 (кв.), 2314 (гараж)». */
function addShort(text: string, account: string, start: number, whole: string, found: Set<string>): void {
  const digits = whole.match(/\d+/g)?.at(-1) ?? '';
  if (digits.length < SHORTEST || digits.length > LONG || digits.length >= account.length) return;
  // «кв. 231» is a flat, «гараж 2314» hardly one
  const isPlace = digits.length === SHORTEST && isAddressOrTime(text, start);
  if (isPlace || isMonthOrYear(digits) || isDayOrSum(whole) || isCalledElse(text, start, whole)) return;
  found.add(ending(account, digits));
}

interface Item {
  readonly digits: string;
  readonly after: string;
  /** «и», «+» stand between accounts; commas may stand before anything. */
  readonly sure: boolean;
}

function listAfter(text: string, end: number): Item[] {
  const items: Item[] = [];
  for (NEXT.lastIndex = end; items.length < 20;) {
    const match = NEXT.exec(text);
    if (!match) break;
    const { digits = '', of } = match.groups!;
    const after = text.slice(NEXT.lastIndex, NEXT.lastIndex + 8);
    items.push({ digits, after, sure: /[+&и]|а|плюс/u.test(match[0]) && !(of && isMonthOrYear(digits)) });
  }
  return items;
}

/** The number with other digits at its end. */
export function ending(number: string, digits: string): string {
  return number.slice(0, number.length - digits.length) + digits;
}

function digitGroups(text: string, end: number): string[] {
  const [run = ''] =
    /^(?: \d{1,10}(?![\p{L}\d]|[.,/-]\d| ?(?:руб|р\.|₽|коп|кв)))+/iu.exec(text.slice(end, end + 60)) ?? [];
  return run.split(' ').slice(1, MOST_GROUPS);
}

/** The first group with the second, with the second and third, and so on. */
function joined(groups: readonly string[]): string[] {
  return groups
    .map((_, index) => groups.slice(0, index + 1).join(''))
    .slice(1)
    .filter((number) => number.length <= LONGEST);
}
