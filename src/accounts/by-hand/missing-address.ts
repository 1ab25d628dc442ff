import {
  isEmptyWord,
  isKind,
  isNumber,
  isPartWord,
  tokensOf,
  wordsOfHouse,
} from '../search/address-words.js';

/** Of a country, a region or a district: says where a town is. */
const WIDER = /^(?:россия|рф|область|обл|край|республика|респ|район|округ)$/u;
/** Stands before the name of a town that has streets; a village may have none, so it stands for its street. */
const TOWN = /^(?:г|гор|город)$/u;
const POSTAL_CODE = /^\d{6}$/;
/** «Без номера», as addresses of villages have it. */
const NO_NUMBER = /(?:^|[\s,])(?:д\.\s?)?б\/н(?:$|[\s,.])/iu;

/** What the address of a house lacks, in the genitive: «улицы и номера дома»; empty where nothing is missing. */
export function missingOf(address: string, town: string): string {
  const street = hasStreet(address, town);
  const number = hasNumber(address);
  return [!street && 'улицы', !number && 'номера дома'].filter(Boolean).join(' и ');
}

/** A word that is neither region nor town nor said of the house, or a numbered quarter: «мкр. 5». */
function hasStreet(address: string, town: string): boolean {
  const own = tokensOf(town);
  const rest = address
    .split(',')
    .map(tokensOf)
    .filter((part) => !isWider(part) && !(part.length === 2 && TOWN.test(part[0]!)))
    .map((part) => part.filter((word) => !isPartWord(word) && !isEmptyWord(word) && !POSTAL_CODE.test(word)));
  const words = withoutTown(rest.flat(), own);
  return words.some((word, at) =>
    isKind(word) ? isNumber(words[at + 1]) && at + 2 < words.length : !isNumber(word) && word.length > 1,
  );
}

function isWider(part: readonly string[]): boolean {
  // «р-н» is two words
  return part.some((word, at) => WIDER.test(word) || (word === 'р' && part[at + 1] === 'н'));
}

function withoutTown(words: readonly string[], town: readonly string[]): readonly string[] {
  const begins = town.length > 0 && town.every((word, at) => words[at] === word);
  return begins ? words.slice(town.length) : words;
}

function hasNumber(address: string): boolean {
  const { words, number } = wordsOfHouse(address);
  return NO_NUMBER.test(address) || number.some(isNumber) || (words.length > 0 && words.every(isNumber));
}
