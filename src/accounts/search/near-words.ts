import { tokensOf } from './address-words.js';

/** Whether a word may be another one with a slip: a letter wrong, missing, added or two that changed places, or another ending. */
export function isNear(typed: string, word: string): boolean {
  const [short, long] = typed.length < word.length ? [typed, word] : [word, typed];
  if (long.length - short.length > ENDING) return false;
  const same = sameBeginning(typed, word);
  // «лесной» is «лесная»
  const ending = PATRONYMIC.test(word) ? 1 : ENDING;
  if (same >= 4 && typed.length - same <= ENDING && word.length - same <= ending) return true;
  // of short words too many are near
  return short.length > 3 && distance(typed, word) <= 1;
}

/** For words that may be mistyped, what they may be. */
export type Meant = ReadonlyMap<string, readonly string[]>;

/** For words that may be mistyped, the one that a text has, else the likeliest. */
export function meantBy(text: string, meant: Meant): Meant {
  const has = new Set(tokensOf(text));
  return new Map(
    [...meant].map(([typed, words]) => [typed, [words.find((word) => has.has(word)) ?? words[0]!]]),
  );
}

/** A text with the first of what each of its words is meant to be in the place of the word. */
export function withWords(text: string, meant: Meant): string {
  return text.replace(/\p{L}+/gu, (word) => meant.get(word.toLowerCase().replaceAll('ё', 'е'))?.[0] ?? word);
}

/** A text with each of its words as it may be meant, so many ways at most. */
export function wordingsOf(text: string, meant: Meant): string[] {
  let ways: ReadonlyMap<string, readonly string[]>[] = [new Map()];
  for (const [typed, words] of meant) {
    ways = words
      .flatMap((word) => ways.map((way) => new Map([...way, [typed, [word]]])))
      .slice(0, MOST_WORDINGS);
  }
  return [...new Set(ways.map((way) => withWords(text, way)))];
}

const LETTERS = [...'абвгдежзийклмнопрстуфхцчшщъыьэюя'];

/** All words that are a letter away: one wrong, missing, added, or two that changed places. */
export function lettersAway(word: string): string[] {
  const ways = [...word, ''].flatMap((letter, at) => {
    const [before, after] = [word.slice(0, at), word.slice(at + letter.length)];
    const added = LETTERS.map((one) => before + one + letter + after);
    if (letter === '') return added;
    const swapped = after === '' ? [] : [before + after[0]! + letter + after.slice(1)];
    return [before + after, ...swapped, ...LETTERS.map((one) => before + one + after), ...added];
  });
  return [...new Set(ways)].filter((one) => one !== word);
}

const MOST_WORDINGS = 8;
const ENDING = 2;
/** «павловой» is «павлова» and no «павловна»: patronymics have what stands before the ending in common with surnames. */
const PATRONYMIC = /(?:ов|ев|ич)на$/u;

function sameBeginning(one: string, other: string): number {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same += 1;
  return same;
}

/** How many slips lie between two words, two letters that changed places being one (optimal string alignment). */
function distance(one: string, other: string): number {
  let [before, last]: [number[], number[]] = [[], Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let row = 1; row <= one.length; row += 1) {
    const next = [row];
    for (let at = 1; at <= other.length; at += 1) {
      const same = one[row - 1] === other[at - 1];
      let best = Math.min(last[at]! + 1, next[at - 1]! + 1, last[at - 1]! + (same ? 0 : 1));
      if (row > 1 && at > 1 && one[row - 1] === other[at - 2] && one[row - 2] === other[at - 1]) {
        best = Math.min(best, before[at - 2]! + 1);
      }
      next.push(best);
    }
    [before, last] = [last, next];
  }
  return last[other.length]!;
}
