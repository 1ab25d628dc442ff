import { plainIdentifier } from '../../text/look-alikes.js';
import { ending, endingsAfter, groupsAfter, mentionedIn } from './more-accounts.js';
import { isCalledElse, isDayOrSum, isPhone, isPhoneOrTaxNumber } from './other-numbers.js';

/** What a purpose of payment says of personal accounts. */
export interface NamedAccounts {
  /** The account that it names without any doubt; '' where there is none, or more than one. */
  readonly account: string;
  /** Everything in it that may be the number of an account, to choose from. */
  readonly named: readonly string[];
  /** An identifier of ГИС ЖКХ that stands beside the account: it must not be somebody else's. */
  readonly beside: string;
  /** Other numbers, whatever the payer calls them, and what they may be the ends of: none must be another account. */
  readonly mentioned: readonly string[];
}

/** A number of a text: where it stands, and as long as it was written, with what is glued to it. */
interface Found {
  readonly number: string;
  readonly whole: string;
  readonly start: number;
  readonly end: number;
}

const UNIFIED = '(?<unified>елс)';
const SUBSCRIBER = '(?<subscriber>абонент\\p{L}*)';
const PERSONAL =
  '(?:л\\s?[/\\\\]\\s?[сc]ч?(?:[её]т\\p{L}*)?|л[сc]|лц|л\\.\\s?[сc]ч?\\.?|лиц(?:ев\\p{L}*|\\.)?\\s?сч(?:[её]т\\p{L}*|\\.)?|' +
  'лицсч[её]т\\p{L}*|лицев\\p{L}*|ls|(?:pers)?acc(?:ount)?)';
const SIGNS = '[\\s.:;=№#,/-]{0,9}(?:n[o°]?|номер|ном\\.?)?[\\s.:;=№#,-]{0,9}';
const NUMBER = '(?:\\p{L}{1,3}-?)?\\d[\\p{L}\\d]*(?:[./_-][\\p{L}\\d]+)*';
const LABELLED = new RegExp(
  `(?<![\\p{L}\\d])(?:${UNIFIED}|${SUBSCRIBER}|${PERSONAL})${SIGNS}(?<number>${NUMBER})`,
  'giu',
);
/** Of ГИС ЖКХ: it stands beside the number that the office gives. */
const IDENTIFIER = /^\d{2}\p{L}{2}\d{6}(?:-\d{2})?$/u;
const ANY = new RegExp(`(?<![\\p{L}\\d])${NUMBER}`, 'gu');
/** Banks pass on 210 characters. */
const LONGEST_TEXT = 2000;
/** Accounts of banks have 20 digits. */
const LONGEST = 19;
/** Longer numbers are told from flats, months and sums by their length. */
const LONG = 5;
const MOST_LOST = 2;
const PHONE = 11;
/** Without a word for it, a number is an account only where it is longer than most of what people write. */
const TELLING = 10;

/**
 * Finds the personal account in a purpose of payment: after «л/с», «ЛС №», «лицевой счет», or alone at its beginning or
 * in brackets. Where a second number looks like it, nothing is taken: the money may be meant for both.
 */
export function accountsInText(given: string): NamedAccounts {
  if (given.length > LONGEST_TEXT) return { account: '', named: [], beside: '', mentioned: [] };
  const text = given
    .replace(/\s+/g, ' ')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replaceAll('…', '...');
  const found = certainIn(text);
  return { ...found, mentioned: found.account === '' ? [] : mentionedIn(text, found.account) };
}

function certainIn(text: string): Omit<NamedAccounts, 'mentioned'> {
  const { unified, personal } = labelled(text);
  const others = otherNumbers(text, [...unified, ...personal]);
  const own = personal.length > 0 ? personal : unified;
  if (own.length === 0) return alone(text, others);
  const alike = others.filter((other) => own.some((one) => isAlike(text, one, other)));
  const all = distinct([...own, ...alike]);
  const groups = own.flatMap(({ number, end }) => [
    ...groupsAfter(text, number, end),
    ...endingsAfter(text, number, end),
  ]);
  const identifiers = distinct(unified);
  const certain = all.length === 1 && groups.length === 0 && identifiers.length <= 1;
  const maybe = [
    ...all,
    ...groups,
    ...identifiers,
    ...[...own, ...alike].flatMap(({ whole }) => [whole, ...partsOf(whole)]),
  ];
  return {
    account: certain ? all[0]! : '',
    named: [...new Set(maybe)],
    beside: own === personal ? plainIdentifier(identifiers[0] ?? '') : '',
  };
}

/** What stands after a word for an account. */
function labelled(text: string): { unified: Found[]; personal: Found[] } {
  const found: { unified: Found[]; personal: Found[] } = { unified: [], personal: [] };
  for (const match of text.matchAll(LABELLED)) {
    const { unified, subscriber, number = '' } = match.groups!;
    if (subscriber !== undefined && isPhoneOrTaxNumber(number)) continue;
    const start = match.index + match[0].length - number.length;
    found[unified !== undefined && IDENTIFIER.test(number) ? 'unified' : 'personal'].push(
      ...pieces(number, start),
    );
  }
  return found;
}

function otherNumbers(text: string, known: readonly Found[]): Found[] {
  return [...text.matchAll(ANY)]
    .filter(
      ({ index, 0: whole }) => !known.some(({ start, end }) => index < end && index + whole.length > start),
    )
    .filter(({ index, 0: whole }) => !isCalledElse(text, index, whole))
    .flatMap(({ index, 0: whole }) => pieces(whole, index));
}

/** Without a word for it: the only long number there is, when it can hardly be anything else. */
function alone(text: string, others: readonly Found[]): Omit<NamedAccounts, 'mentioned'> {
  const long = others.filter(({ number }) => digitsOf(number).length >= LONG && !isDayOrSum(number));
  const named = distinct(long);
  const [only] = long;
  const account = named.length === 1 && only && stands(text, only) ? named[0]! : '';
  return { account, named, beside: '' };
}

function stands(text: string, { number, whole, start, end }: Found): boolean {
  if (!/^\d+$/.test(whole) || number.length < TELLING || isPhoneOrTaxNumber(number)) return false;
  return (
    (start === 0 && /^\s?(?:[/;|]|$)/.test(text.slice(end))) || (text[start - 1] === '(' && text[end] === ')')
  );
}

/** The numbers of what is written in one: more than one in «A-B» and «AиB». */
function pieces(whole: string, start: number): Found[] {
  const numbers = split(whole).filter((number) => digitsOf(number).length <= LONGEST);
  return numbers.map((number) => ({ number, whole, start, end: start + whole.length }));
}

/** Parts a long number from what is glued to it: a word, a month, another number of its length. */
function split(whole: string): string[] {
  const [head = ''] = /^\d{5,}/.exec(whole) ?? [];
  const rest = head === '' ? '' : whole.slice(head.length);
  if (rest === '') return [whole];
  const others = rest.match(/\d+/g) ?? [];
  if (others.length > 0 && others.every((other) => isAsLong(head, other))) return [head, ...others];
  const word = /^[./_-]?\p{L}{2}/u.test(rest);
  const month = /^[/_](?:0[1-9]|1[0-2])\.?(?:20)?\d\d$/.test(rest);
  return word || month ? [head] : [whole];
}

function isAlike(text: string, one: Found, other: Found): boolean {
  if (shapeOf(one.number) === shapeOf(other.number)) {
    return digitsOf(one.number).length >= LONG || isNext(text, one, other);
  }
  const [first, second] = [digitsOf(one.number), digitsOf(other.number)];
  if (isDayOrSum(other.number) || (first.length < PHONE && isPhone(other.number))) return false;
  if (first.length >= LONG) return isAsLong(first, second);
  return Math.abs(first.length - second.length) <= 1 && isNext(text, one, other);
}

/** «л/с 15, 16» names two; «л/с 15, кв. 16» does not. */
function isNext(text: string, one: Found, other: Found): boolean {
  return /^\s?(?:[;,+&/-]|и)?\s?(?:№\s?)?$/u.test(text.slice(one.end, other.start));
}

/** Spreadsheets and people lose zeros in front, some or all. */
function isAsLong(one: string, other: string): boolean {
  const near = other.length >= LONG && Math.abs(one.length - other.length) <= MOST_LOST;
  return near || withoutZeros(one).length === withoutZeros(other).length;
}

/** The parts of «0100002301/1» and «231и232» that may be what the portal knows. */
function partsOf(whole: string): string[] {
  const [head = '', ...rest] = whole.match(/\d+/g) ?? [];
  const ends = rest.filter((end) => end.length < head.length).map((end) => ending(head, end));
  const parts = [head, ...rest].filter((part) => part.length > 1);
  return [...new Set([...parts, digitsOf(whole), ...ends])].filter((part) => part !== whole);
}

/** The same number written twice is one, be it without its zeros or in letters that look alike. */
function distinct(found: readonly Found[]): string[] {
  const longest = new Map<string, string>();
  for (const { number } of found) {
    const form = withoutZeros(plainIdentifier(number));
    if ((longest.get(form) ?? '').length < number.length) longest.set(form, number);
  }
  return [...longest.values()];
}

function shapeOf(number: string): string {
  return number.replace(/\d/g, '0').replace(/\p{L}/gu, 'a');
}

function withoutZeros(number: string): string {
  return number.replace(/^0+(?=.)/, '');
}

function digitsOf(number: string): string {
  return number.replace(/\D/g, '');
}
