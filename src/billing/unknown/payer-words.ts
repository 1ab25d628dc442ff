import { capital } from '../../text/russian.js';
import { isNumber, isPartWord, tokensOf } from '../../accounts/search/address-words.js';

const PATRONYMIC = /(?:вич|вна|ична|[ьмк]ич|оглы|кызы)$/iu;
const NAME = /^\p{Lu}[\p{L}-]+$/u;
const ORGANISATION = /^(?:ООО|ОАО|ЗАО|ПАО|АО|НКО|ИП|ТСЖ|ТСН|УК|ГБУ|МУП|ФГУП|БАНК)$/iu;
const INITIAL = /^\p{Lu}$/u;
const FLAT = new Set(['кв', 'квартира', 'квартиры', 'ком', 'комната', 'пом', 'помещение', 'оф', 'офис']);
/** Words before a number that are no street. */
const NO_STREET =
  /^(?:янв|фев|март|апр|мая|май|июн|июл|авг|сент|окт|ноя|дек|год|за|от|до|оплат|плат|сумм|счет|лиц|дог|инн|кпп|бик|тел|ндс|руб)/u;
const MOST_TOKENS = 120;
const MOST_FOUND = 3;
/** Of a house and a flat with all their letters and parts. */
const LONGEST = 9;
/** Alone, without a name: a shorter one may be any word. */
const SHORTEST_SURNAME = 4;

/**
 * People whom a text names: surname, name and patronymic, the surname first or last, or surname and initials, or two words
 * where there is nothing else.
 */
export function namesIn(text: string): string[] {
  const all = (text.match(/\p{L}[\p{L}-]*/gu) ?? []).slice(0, MOST_TOKENS);
  // a name that stands alone may be written without capitals
  const words = all.length === 3 && all.some((word) => PATRONYMIC.test(word)) ? all.map(capital) : all;
  const names = words.flatMap((word, at) => {
    const [second = '', third = ''] = words.slice(at + 1);
    if (!NAME.test(word) || word.length < 2) return [];
    const isWhole = NAME.test(second) && second.length > 1 && PATRONYMIC.test(third);
    const isShort = INITIAL.test(second) && INITIAL.test(third);
    if (isWhole || isShort) return [`${word} ${second} ${third}`];
    const isLast = PATRONYMIC.test(second) && NAME.test(third) && !NAME.test(words[at - 1] ?? '');
    return isLast ? [`${third} ${word} ${second}`] : [];
  });
  const isPair = words.length === 2 && words.every((word) => NAME.test(word) && !ORGANISATION.test(word));
  if (names.length === 0 && isPair) return [words.join(' ')];
  return [...new Set(names)].slice(0, MOST_FOUND);
}

/** How a text names somebody: with name or initials that may be theirs, or by the surname alone; undefined where it does not. */
export function namedIn(text: string, person: string): string | undefined {
  const [surname = '', ...others] = keysOf(person);
  const sameSurname = namesIn(text).filter((name) => keysOf(name)[0] === surname);
  const [name] = sameSurname.filter((said) =>
    keysOf(said)
      .slice(1)
      .every((word, at) => others[at] === undefined || mayBeSame(word, others[at])),
  );
  if (sameSurname.length > 0 || surname.length < SHORTEST_SURNAME) return name;
  return keysOf(text).includes(surname) ? person.trim().split(/\s/)[0] : undefined;
}

/** Whether somebody has the surname that a name begins with, or a wife's or husband's form of it; a patronymic is no surname. */
export function hasSurnameOf(name: string, person: string): boolean {
  const [said = '', surname = ''] = [name, person].map((text) => keysOf(text)[0]);
  return said !== '' && surname !== '' && (surname.startsWith(said) || said.startsWith(surname));
}

/** Whether a text tells no more than another does: payers' names are often told twice. */
export function repeats(text: string, other: string): boolean {
  return ` ${wordsOf(other)} `.includes(` ${wordsOf(text)} `);
}

/** The surname of a name and what it is of a wife or a husband: of one family, perhaps. */
export function surnamesOf(name: string): string[] {
  const [surname = ''] = name.split(' ');
  if (surname.length < SHORTEST_SURNAME) return [];
  const other = /(?:[ое]в|[иы]н)а$/iu.test(surname)
    ? surname.slice(0, -1)
    : surname.replace(/ая$/iu, 'ий').replace(/([ое]в|[иы]н)$/iu, '$1а');
  return [...new Set([surname, other, surname.replace(/[иыо]й$/iu, 'ая')])];
}

/** A name with initials, as people write it short: «Павлова В С». */
export function shortName(name: string): string {
  const [surname = '', ...others] = name.split(' ');
  return [surname, ...others.map((word) => word.slice(0, 1))].join(' ');
}

/** Addresses with a flat that a text names: what stands from the street to the number of the flat, and that number. */
export function addressesIn(text: string): { said: string; flat: string }[] {
  const tokens = tokensOf(text).slice(0, MOST_TOKENS);
  const found = tokens.flatMap((token, at) => {
    if (isNumber(token) || token.length < 3 || FLAT.has(token) || NO_STREET.test(token)) return [];
    const flat = flatAfter(tokens, at);
    return flat === undefined ? [] : [{ said: tokens.slice(at, flat.end).join(' '), flat: flat.number }];
  });
  return [...found, ...flatsBefore(tokens)].slice(0, MOST_FOUND);
}

/** The same where the flat was said before the street: «кв. 5, Лесная 4», «д. 4 кв. 5, Лесная». */
function flatsBefore(tokens: readonly string[]): { said: string; flat: string }[] {
  return tokens.flatMap((token, at) => {
    const flat = tokens[at + 1];
    if (!FLAT.has(token) || !isNumber(flat)) return [];
    const before = at - 1;
    const house = isNumber(tokens[before]) ? tokens[before] : undefined;
    const isOfStreet = house !== undefined && isStreet(tokens[before - 1]);
    if (isOfStreet) return [];
    const street = streetFrom(tokens, at + 2, house === undefined);
    if (street === undefined) return [];
    return [{ said: [street, house, 'кв', flat].filter(Boolean).join(' '), flat: flat! }];
  });
}

/** The words of a street from here on, with the number of the house where it is to come after them. */
function streetFrom(tokens: readonly string[], from: number, numbered: boolean): string | undefined {
  let isNamed = false;
  for (let at = from; at < Math.min(tokens.length, from + LONGEST); at += 1) {
    const [token, next, last] = [tokens[at]!, tokens[at + 1], tokens[at + 2]];
    if (FLAT.has(token) || NO_STREET.test(token)) return undefined;
    if (isStreet(token)) isNamed = true;
    if (isNamed && !numbered && !isStreet(next)) return tokens.slice(from, at + 1).join(' ');
    if (!isNamed || !numbered || !isNumber(token)) continue;
    // «17 а», «17 корп 2»; where another flat follows, this house is of that one
    const end = next?.length === 1 ? at + 2 : isPartWord(next ?? '') && isNumber(last) ? at + 3 : at + 1;
    return hasFlatSoon(tokens, end - 1) ? undefined : tokens.slice(from, end).join(' ');
  }
  return undefined;
}

function isStreet(token = ''): boolean {
  return (
    token.length > 2 && !isNumber(token) && !isPartWord(token) && !FLAT.has(token) && !NO_STREET.test(token)
  );
}

/** The number of a flat, where a house and a flat follow the street at once. */
function flatAfter(tokens: readonly string[], street: number): { number: string; end: number } | undefined {
  let numbers = 0;
  for (let at = street + 1; at < Math.min(tokens.length, street + LONGEST); at += 1) {
    const [token, next] = [tokens[at]!, tokens[at + 1]];
    if (FLAT.has(token)) {
      return numbers > 0 && isNumber(next) ? { number: next!, end: at + 2 } : undefined;
    }
    if (isNumber(token)) numbers += 1;
    // «17 а», «17 корп 2»
    else if (token.length > 1 && !isPartWord(token)) break;
    if (numbers === 2 && isNumber(token) && !hasFlatSoon(tokens, at)) return { number: token, end: at + 1 };
  }
  return undefined;
}

function hasFlatSoon(tokens: readonly string[], at: number): boolean {
  return tokens.slice(at + 1, at + 3).some((token) => FLAT.has(token));
}

function keysOf(text: string): string[] {
  return (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/\p{L}[\p{L}-]*/gu) ?? []
  );
}

/** One of two may be the initial of the other. */
function mayBeSame(one: string, other: string): boolean {
  const length = one.length === 1 || other.length === 1 ? 1 : Math.max(one.length, other.length);
  return one.slice(0, length) === other.slice(0, length);
}

function wordsOf(text: string): string {
  return (
    text
      .toLowerCase()
      .replaceAll('ё', 'е')
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).join(' ');
}
