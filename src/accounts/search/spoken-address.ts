import {
  type HouseWords,
  isEmptyWord,
  isFurtherPart,
  isHouseWord,
  isKind,
  isNumber,
  isPartWord,
  tokensOf,
  wordsOfHouse,
} from './address-words.js';

/** An address as somebody says it: «лесная д.4 кв.15», «байк 17 48», «лесная 4 подъезд 2». */
export interface SpokenAddress {
  /** How words of the street begin. */
  readonly words: readonly string[];
  readonly kinds: readonly string[];
  /** Of the house and, unless it was named, the flat, in the order in which they were said. */
  readonly numbers: readonly string[];
  /** So many of them are the house's: of «4 корпус 1» both. */
  readonly ofHouse: number;
  readonly flat: string;
  /** Said of a place within the house: «подъезд 2». */
  readonly within: string;
}

/** How a house fits what was said: the smaller the rank, the better. */
interface Fit {
  readonly rank: number;
  readonly flat: string;
}

/** From this rank on a house only begins like the one that was meant. */
export const OTHER_NUMBER = 10;

const FLAT = /^(?:кв|квартир[аыеу]|апарт|апартаменты?|пом|помещение|оф|офис|ком|комнат[аыеу])$/;
const WITHIN = /^(?:под[ъь]езд\p{L}*|этаж\p{L}*)$/u;
const MOST_TOKENS = 16;

/** Understands what was said of an address. */
export function spokenAddress(text: string): SpokenAddress {
  const tokens = tokensOf(text).slice(0, MOST_TOKENS);
  const [words, kinds, numbers, within]: [string[], string[], string[], string[]] = [[], [], [], []];
  /** Of «корп 2 дом 17», said before the house. */
  const parts: string[] = [];
  let [flat, ofHouse] = ['', 0];
  for (let at = 0; at < tokens.length; at += 1) {
    const [token, before = '', next, last] = [tokens[at]!, tokens[at - 1], tokens[at + 1], numbers.at(-1)];
    const isPart = numbers.length > 0 && isFurtherPart(before);
    if (isNumber(token) && numbers.length === 0 && isFurtherPart(before)) {
      parts.push(token);
    } else if (isNumber(token)) {
      numbers.push(token);
      if (isPart) ofHouse = numbers.length;
    } else if (FLAT.test(token) && isNumber(before) && isNumber(next) && isHouseWord(tokens[at + 2])) {
      // «5 кв 4 дом»: each number before its word
      flat = numbers.pop()!;
      numbers.push(next!);
      at += 2;
    } else if (FLAT.test(token) || WITHIN.test(token)) {
      // «кв 15» as well as «15 кв»
      let number = '';
      if (isNumber(next)) {
        number = next!;
        at += 1;
      } else if (isNumber(last) && numbers.length > ofHouse) number = numbers.pop()!;
      const letter = tokens[at + 1];
      if (FLAT.test(token)) {
        // «кв 5 д 4»: that letter belongs to the next number
        const isNext = isPartWord(letter ?? '') && isNumber(tokens[at + 2]);
        if (number !== '' && letter?.length === 1 && /^\p{L}$/u.test(letter) && !isNext) {
          number += letter;
          at += 1;
        }
        flat = number;
      } else {
        within.push([token.startsWith('под') ? 'подъезд' : 'этаж', number].filter(Boolean).join(' '));
      }
    } else if (isPartWord(token) && (isNumber(next) || (token.length > 1 && last !== undefined))) continue;
    else if (token.length === 1 && last !== undefined && (isPart || isNumber(before))) {
      numbers.push(token);
      if (isPart) ofHouse = numbers.length;
    } else if (isKind(token)) kinds.push(token);
    else if (!isEmptyWord(token)) words.push(token);
  }
  if (parts.length > 0) {
    const end = numbers.length > 1 && !isNumber(numbers[1]) ? 2 : Math.min(1, numbers.length);
    if (end > 0) ofHouse = end + parts.length;
    numbers.splice(end, 0, ...parts);
  }
  return { words, kinds, numbers, ofHouse, flat, within: within.join(', ') };
}

/** Whether a word says what stands beside it, a part of a house or a place in it: «корпус», «подъезд», «квартира». */
export function isPlaceWord(word: string): boolean {
  return isPartWord(word) || FLAT.test(word) || WITHIN.test(word);
}

/** Whether a house was said by its number, and no flat of it: «лесная 4», «лесная д. 4 корп. 1», «лесная 4а». */
export function namesHouse(text: string): boolean {
  const { words, numbers, ofHouse, flat } = spokenAddress(text);
  const rest = numbers.slice(Math.max(1, ofHouse));
  return words.length > 0 && numbers.length > 0 && flat === '' && !rest.some(isNumber);
}

/** «кв. 05» without its zero, as flats are numbered; undefined where no number begins with one. */
export function withoutZeros(text: string): string | undefined {
  const other = text.replace(/(?<!\d)0+(?=[1-9]\d{0,2}(?!\d))/g, '');
  return other === text ? undefined : other;
}

/** «лесная 4 к 5», where that is no building 5: flat 5; undefined where nothing was said so. */
export function buildingAsFlat(text: string): string | undefined {
  const other = text.replace(/(\d\p{L}?)\s+к\.?\s*(\d+)\s*$/iu, '$1 кв $2');
  return other === text ? undefined : other;
}

/** A house that was said with a building or a letter, without it: of «лесная 4 корп 1» «лесная 4»; undefined for anything else. */
export function withoutLastPart(text: string): string | undefined {
  const { words, kinds, numbers, ofHouse, flat } = spokenAddress(text);
  if (words.length === 0 || ofHouse < 2 || flat !== '' || numbers.length > ofHouse) return undefined;
  return [...kinds, ...words, ...numbers.slice(0, -1)].join(' ');
}

/** How a house fits; undefined where it is another one. */
export function fitOf(spoken: SpokenAddress, address: string): (Fit & HouseWords) | undefined {
  const house = wordsOfHouse(address);
  const words = [...house.words];
  for (const word of spoken.words) {
    const found = words.findIndex((one) => one.startsWith(word));
    if (found < 0) return undefined;
    words.splice(found, 1);
  }
  const rests = [spoken.numbers];
  // «3-я Железнодорожная»: the first numbers may belong to the street
  for (let cut = 1; cut <= spoken.numbers.length && words.includes(spoken.numbers[cut - 1]!); cut += 1) {
    rests.push(spoken.numbers.slice(cut));
  }
  const fits = rests.flatMap((rest) => {
    const ofHouse = spoken.ofHouse - (spoken.numbers.length - rest.length);
    return fitOfNumber(rest, house.number, spoken.flat, ofHouse) ?? [];
  });
  const best = fits.reduce<Fit | undefined>(
    (one, other) => (one && one.rank <= other.rank ? one : other),
    undefined,
  );
  if (!best) return undefined;
  const kind = spoken.kinds.some((one) => !house.words.includes(one)) ? 1 : 0;
  const part = spoken.words.every((word) => house.words.includes(word)) ? 0 : 0.5;
  return { ...house, flat: best.flat, rank: best.rank + kind + part };
}

function fitOfNumber(
  said: readonly string[],
  number: readonly string[],
  flat: string,
  ofHouse: number,
): Fit | undefined {
  if (said.length === 0) return { rank: 20, flat };
  if (number.length < ofHouse) return undefined;
  if (begins(said, number)) {
    const rest = said.slice(number.length);
    if (rest.length === 0) return { rank: 0, flat };
    if (flat === '' && isFlat(rest)) return { rank: 0, flat: rest.join('') };
    return undefined;
  }
  if (begins(number, said)) return { rank: OTHER_NUMBER, flat };
  const [one, other] = said;
  // «48 байкальская 17»
  return flat === '' && said.length === 2 && number.length === 1 && other === number[0]
    ? { rank: OTHER_NUMBER, flat: one! }
    : undefined;
}

function begins(all: readonly string[], first: readonly string[]): boolean {
  return first.length > 0 && first.every((one, index) => one === all[index]);
}

function isFlat(rest: readonly string[]): boolean {
  return isNumber(rest[0]) && (rest.length === 1 || (rest.length === 2 && !isNumber(rest[1])));
}
