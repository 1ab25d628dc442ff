import { wordsOfHouse } from './address-words.js';
import { isNear } from './near-words.js';
import { fitOf, OTHER_NUMBER, type SpokenAddress, spokenAddress } from './spoken-address.js';

/** Whether two addresses may be of one house: said in other words, or with a letter of a word wrong. */
export function mayBeSameHouse(one: string, other: string): boolean {
  const [first, second] = [spokenAddress(one), spokenAddress(other)];
  if (fits(first, other) || fits(second, one)) return true;
  // «пер. Лесной» is no slip of «ул. Лесная»
  if (first.kinds.toSorted().join(' ') !== second.kinds.toSorted().join(' ')) return false;
  return fits(corrected(first, other), other) || fits(corrected(second, one), one);
}

function fits(spoken: SpokenAddress, address: string): boolean {
  if (spoken.words.length === 0 || spoken.numbers.length === 0) return false;
  const fit = fitOf(spoken, address);
  return fit !== undefined && fit.rank < OTHER_NUMBER && fit.flat === '';
}

/** The same with words of the address that are a slip away. */
function corrected(spoken: SpokenAddress, address: string): SpokenAddress {
  const { words } = wordsOfHouse(address);
  const near = (word: string) =>
    words.find((known) => known.startsWith(word)) ?? words.find((known) => isNear(word, known)) ?? word;
  return { ...spoken, words: spoken.words.map(near) };
}
