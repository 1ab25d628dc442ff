import type { Finding } from './finding.js';
import { FIRST_NAMES, MALE_PATRONYMIC, SURNAME, SURNAMES, WORD_NAMES } from './name-words.js';
import { isOrdinary } from './ordinary-words.js';
import { isPatronymicAlone } from './patronymics.js';
import type { PlainCopy } from './plain-copy.js';

const PARTS = '[ .*_·|/-]{1,2}';
/** Letters one by one: «К у д р и н», «к.у.д.р.и.н»; two signs between them may part two words. */
const LETTERS = new RegExp(`(?<!\\p{L}|\\p{L}[.*_|/-])\\p{L}(?:${PARTS}\\p{L}(?!\\p{L})){3,40}`, 'gu');

/** Finds names whose letters are written apart. */
export function spacedNames({ cyrillic }: PlainCopy, knows: (word: string) => boolean): Finding[] {
  return [...cyrillic.matchAll(LETTERS)]
    .filter(({ 0: run }) => {
      const words = run.split(/ {2}| [.*_·|/-]|[.*_·|/-] /).map((word) => word.replace(/\P{L}/gu, ''));
      return [words.join(''), ...words].some((word) => isName(word) || knows(word));
    })
    .map(({ 0: run, index }) => ({ kind: 'name', start: index, end: index + run.length }));
}

function isName(word: string): boolean {
  if (word.length < 3 || isOrdinary(word)) return false;
  const name = FIRST_NAMES.has(word) && !WORD_NAMES.has(word);
  return (
    name || SURNAMES.has(word) || SURNAME.test(word) || MALE_PATRONYMIC.test(word) || isPatronymicAlone(word)
  );
}
