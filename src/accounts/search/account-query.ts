import { writtenAlike } from '../../text/look-alikes.js';
import { isNumber, tokensOf } from './address-words.js';
import type { Meant } from './near-words.js';
import { withoutSaid } from './said-words.js';
import { type SpokenAddress, spokenAddress } from './spoken-address.js';

/** Digits that are more than a house and a flat have: of an account, a telephone, a meter. */
const LONG = 5;
const SHORTEST = 3;
/** Digits of an identifier that has letters as well. */
const LEAST_DIGITS = 3;
const AROUND_EMAIL = /[\s:;,<>()"]+/;
const EMAIL_BEGUN = /^[a-z][\w.+-]{2,}$/;
const SURNAME = /(?:[ое]в|[иы]н)$/;
const PHONE =
  /(?<![\d-])(?:(?:\+?7|8)[ -]?)?(?:\(\d{3}\) ?|\d{3}[ -])\d{3}[ -]?\d{2}[ -]?\d{2}(?![\d-])|(?<![\d-])\d{3}-\d{2}-\d{2}(?![\d-])/g;
/** Two words are as much of a name as one letter is. */
const MOST_WORDS = 8;

/** What was typed to find a flat: queries for `account_keys`, the likeliest first, and what was understood. */
export interface AccountQuery {
  readonly queries: readonly string[];
  /** Asked at last, and only for flats of the house that was said: how a letter is joined to a number keys do not say. */
  readonly strict: readonly string[];
  /** Whoever has the surname, where one was typed alone or last: the first of them stand above those who only begin so. */
  readonly surname?: string;
  readonly spoken: SpokenAddress;
  /** Words that may be mistyped. */
  readonly words: readonly string[];
}

/** Takes apart what was typed; `meant` says for a word what else it may be. */
export function accountQuery(typed: string, meant: Meant = new Map()): AccountQuery {
  const text = withoutSaid(typed);
  const email = text
    .toLowerCase()
    .split(AROUND_EMAIL)
    .find((word) => word.indexOf('@') > 0);
  const rest = joinedPhones(email === undefined ? text : text.toLowerCase().replace(email, ' '));
  const spoken = spokenAddress(rest);
  const contact = email === undefined ? [] : [starts(`e${email}`)];
  if (!/\p{L}/u.test(rest)) {
    const digits = rest.replace(/\D/g, '');
    const all = digits.length < SHORTEST ? contact : [...contact, endsLike(digits)];
    return { queries: all.length > 0 ? [all.join(' & ')] : [], strict: [], spoken, words: [] };
  }
  const { names, initials } = wordsOf(rest, spoken);
  const numbers = numbersOf(spoken);
  const exact = names.map((word, at) =>
    meant.has(word)
      ? anyOf(meant.get(word)!.map(is))
      : at === names.length - 1 && word.length >= SHORTEST
        ? starts(word)
        : is(word),
  );
  const begun = names.map((word) => (meant.has(word) ? anyOf(meant.get(word)!.map(is)) : starts(word)));
  const others = [...contact, ...initials.map((letter) => is(`i${letter}`))];
  // whoever gives initials has said the surname whole: «Павлов Д О» is nobody whose father was Павел
  const whole = initials.length > 0 && meant.size === 0 ? names.map(is) : [];
  const last = names.at(-1) ?? '';
  const isSurname =
    meant.size === 0 &&
    others.length + spoken.numbers.length === 0 &&
    spoken.flat === '' &&
    SURNAME.test(last);
  const queries = numbers.flatMap((number) => [
    ...(whole.length > 0 ? [[...whole, ...others, ...number]] : []),
    [...exact, ...others, ...number],
    [...begun, ...others, ...number],
  ]);
  return {
    queries: [
      ...identifier(rest),
      ...new Set(queries.filter((parts) => parts.length > 0).map((parts) => parts.join(' & '))),
      ...(EMAIL_BEGUN.test(text.toLowerCase()) ? [starts(`e${text.toLowerCase()}`)] : []),
    ],
    ...(isSurname && { surname: [...exact.slice(0, -1), anyOf([is(last), is(`${last}а`)])].join(' & ') }),
    strict: strictNumbers(spoken).map((number) => [...exact, ...others, ...number].join(' & ')),
    spoken,
    words: names.filter((word) => word.length > SHORTEST),
  };
}

/** A telephone beside other words, «павлова 8 914 901-23-45», as one number. */
export function joinedPhones(text: string): string {
  return text.replace(PHONE, (phone) => phone.replace(/\D/g, ''));
}

/** Words of names and streets, and single letters: initials, unless an address is meant. */
function wordsOf(
  text: string,
  { words, numbers, flat }: SpokenAddress,
): { names: string[]; initials: string[] } {
  const isName = numbers.length === 0 && flat === '';
  const letters = isName ? tokensOf(text).filter((token) => token.length === 1) : words;
  return {
    names: words.filter((word) => word.length > 1).slice(0, MOST_WORDS),
    initials: letters.filter((token) => token.length === 1).slice(0, MOST_WORDS),
  };
}

/** In which places the numbers may stand: the first is mostly the house's, and what was called a flat is one. */
function numbersOf({ numbers, ofHouse, flat }: SpokenAddress): string[][] {
  const long = numbers.filter((number) => isNumber(number) && number.length >= LONG).map(endsLike);
  const short = numbers.filter((number) => number.length < LONG);
  const inFlat = flat === '' ? [] : [is(`f${flat}`)];
  if (ofHouse > 1) return [];
  const parts = short.flatMap((token, at) => {
    const [before, next] = [short[at - 1], short[at + 1]];
    if (!isNumber(token)) return isNumber(before) ? [] : [token];
    return [next !== undefined && !isNumber(next) ? `${token}${next}` : token];
  });
  const named = [...long, ...inFlat];
  const [first, ...rest] = parts;
  if (first === undefined) return [named];
  const either = (number: string): string => anyOf([is(`f${number}`), is(`h${number}`)]);
  return [
    [...named, is(`h${first}`), ...rest.map(flat === '' ? either : (number) => is(`h${number}`))],
    [...named, ...parts.map(either)],
    ...(parts.some(isEnd)
      ? [[...named, ...parts.map((part) => (isEnd(part) ? endsLike(part) : either(part)))]]
      : []),
  ];
}

/** Numbers without their letters where the house was said with some or part by part: «4 корпус 1», «4 литера а», «4а». */
function strictNumbers({ numbers, ofHouse, flat }: SpokenAddress): string[][] {
  const short = numbers.filter((number) => number.length < LONG);
  const lettered = short.length > 1 && !isNumber(short[1]);
  if (ofHouse < 2 && !lettered) return [];
  const house = short.slice(0, Math.max(ofHouse, 2)).filter(isNumber);
  const more = short.slice(Math.max(ofHouse, 2)).filter(isNumber);
  return [
    [
      ...numbers.filter((number) => isNumber(number) && number.length >= LONG).map(endsLike),
      ...(flat === '' ? [] : [is(`f${flat}`)]),
      ...house.map((one) => is(`h${one}`)),
      ...more.map((one) => is(`f${one}`)),
    ],
  ];
}

/** «4811» after a name: how a telephone or an account ends. */
function isEnd(part: string): boolean {
  return /^\d+$/.test(part) && part.length >= SHORTEST;
}

/** «38АС000123», «МТ-20403»: what has letters among its digits may be a number of an account or of a meter. */
function identifier(text: string): string[] {
  const plain = text.trim().replace(/[./_-]/g, '');
  if (!/^[\p{L}\d]{5,}$/u.test(plain) || plain.replace(/\D/g, '').length < LEAST_DIGITS) return [];
  const ends = writtenAlike(plain).map((one) => [...one.toLowerCase()].reverse().join(''));
  return [anyOf(ends.flatMap((end) => [starts(`n${end}`), starts(`m${end}`)]))];
}

function endsLike(digits: string): string {
  // «8 902 …» of a telephone is «7 902 …»
  const phone = digits.length === 11 ? digits.replace(/^8/, '7') : digits;
  const end = (kind: string, number: string): string => starts(`${kind}${[...number].reverse().join('')}`);
  const whole = digits.replace(/^0+(?=\d{4})/, '');
  return anyOf([end('n', whole), end('p', phone), end('m', digits)]);
}

const quoted = (lexeme: string): string => `'${lexeme.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`;
const is = quoted;
const starts = (lexeme: string): string => `${quoted(lexeme)}:*`;
const anyOf = (queries: readonly string[]): string =>
  queries.length === 1 ? queries[0]! : `(${queries.join(' | ')})`;
