import { plainIdentifier } from '../../text/look-alikes.js';
import { isNumber, tokensOf } from './address-words.js';
import { type SpokenAddress, spokenAddress } from './spoken-address.js';

/** Digits that are more than a house and a flat have: of an account, a telephone, a meter. */
const LONG = 5;
const SHORTEST = 3;
/** Said before a number, and not looked for. */
const SAID = new Set('лицевой счет лс тел телефон номер эл почта счетчик'.split(' '));
/** Two words are as much of a name as one letter is. */
const MOST_WORDS = 8;

/** What was typed to find a flat: queries for `account_keys`, the likeliest first, and what was understood. */
export interface AccountQuery {
  readonly queries: readonly string[];
  readonly spoken: SpokenAddress;
  /** Words that may be mistyped. */
  readonly words: readonly string[];
}

/** Takes apart what was typed; `meant` says for a word what else it may be. */
export function accountQuery(
  text: string,
  meant: ReadonlyMap<string, readonly string[]> = new Map(),
): AccountQuery {
  const email = text
    .toLowerCase()
    .split(/\s/)
    .find((word) => word.indexOf('@') > 0);
  const rest = email === undefined ? text : text.toLowerCase().replace(email, ' ');
  const spoken = spokenAddress(rest);
  const contact = email === undefined ? [] : [starts(`e${email}`)];
  if (!/\p{L}/u.test(rest)) {
    const digits = rest.replace(/\D/g, '');
    const all = digits.length < SHORTEST ? contact : [...contact, endsLike(digits)];
    return { queries: all.length > 0 ? [all.join(' & ')] : [], spoken, words: [] };
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
  const queries = numbers.flatMap((number) => [
    ...(whole.length > 0 ? [[...whole, ...others, ...number]] : []),
    [...exact, ...others, ...number],
    [...begun, ...others, ...number],
  ]);
  return {
    queries: [
      ...identifier(rest),
      ...new Set(queries.filter((parts) => parts.length > 0).map((parts) => parts.join(' & '))),
    ],
    spoken,
    words: names.filter((word) => word.length > SHORTEST),
  };
}

/** Words of names and streets, and single letters: initials, unless an address is meant. */
function wordsOf(
  text: string,
  { words, numbers, flat }: SpokenAddress,
): { names: string[]; initials: string[] } {
  const isName = numbers.length === 0 && flat === '';
  const letters = isName ? tokensOf(text).filter((token) => token.length === 1) : words;
  return {
    names: words.filter((word) => word.length > 1 && !SAID.has(word)).slice(0, MOST_WORDS),
    initials: letters.filter((token) => token.length === 1).slice(0, MOST_WORDS),
  };
}

/** In which places the numbers may stand: the first is mostly the house's, and what was called a flat is one. */
function numbersOf({ numbers, flat }: SpokenAddress): string[][] {
  const long = numbers.filter((number) => isNumber(number) && number.length >= LONG).map(endsLike);
  const short = numbers.filter((number) => number.length < LONG);
  const parts = short.flatMap((token, at) => {
    const [before, next] = [short[at - 1], short[at + 1]];
    if (!isNumber(token)) return isNumber(before) ? [] : [token];
    return [next !== undefined && !isNumber(next) ? `${token}${next}` : token];
  });
  const named = [...long, ...(flat === '' ? [] : [is(`f${flat}`)])];
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

/** «4811» after a name: how a telephone or an account ends. */
function isEnd(part: string): boolean {
  return /^\d+$/.test(part) && part.length >= SHORTEST;
}

/** «38АС000123»: what has letters among its digits may be an identifier. */
function identifier(text: string): string[] {
  const plain = plainIdentifier(text);
  return /^[\p{L}\d-]{6,}$/u.test(plain) && plain.replace(/\D/g, '').length >= LONG && !/\s/.test(text.trim())
    ? [starts(`n${[...plain.toLowerCase().replaceAll('-', '')].reverse().join('')}`)]
    : [];
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
