import { isNumber, isPartWord, tokensOf } from '../../accounts/search/address-words.js';

const PATRONYMIC = /(?:вич|вна|ична|ьич|оглы|кызы)$/iu;
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

/** People whom a text names: surname, name and patronymic, or surname and initials, or two words where there is nothing else. */
export function namesIn(text: string): string[] {
  const words = (text.match(/\p{L}[\p{L}-]*/gu) ?? []).slice(0, MOST_TOKENS);
  const names = words.flatMap((word, at) => {
    const [second = '', third = ''] = words.slice(at + 1);
    if (!NAME.test(word) || word.length < 2) return [];
    const isWhole = NAME.test(second) && second.length > 1 && PATRONYMIC.test(third);
    const isShort = INITIAL.test(second) && INITIAL.test(third);
    return isWhole || isShort ? [`${word} ${second} ${third}`] : [];
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
  return found.slice(0, MOST_FOUND);
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
