import { belongsToName, isCalled, isFirstSurname, isSmallSurname } from './beside-names.js';
import type { Finding } from './finding.js';
import {
  BROAD_SURNAME,
  FEMALE_PATRONYMIC,
  FIRST_NAMES,
  MALE_PATRONYMIC,
  ROLES,
  SHORT_PATRONYMIC,
  STREETS,
  SURNAME,
  SURNAMES,
  WORD_NAMES,
  WORD_SURNAMES,
} from './name-words.js';
import { knownNames } from './known-names.js';
import { latinNames } from './latin-names.js';
import { isOrdinary, isPlace } from './ordinary-words.js';
import { isPatronymicAlone } from './patronymics.js';
import type { PlainCopy } from './plain-copy.js';
import { spacedNames } from './spaced-names.js';

/** A word of the text with what stands before it. */
interface Word {
  readonly word: string;
  readonly start: number;
  readonly end: number;
  readonly capital: boolean;
  /** Whether a sentence begins here: the capital tells nothing. */
  readonly begins: boolean;
  /** Whether only spaces and dots part it from the word before. */
  readonly joined: boolean;
  /** Nothing but capitals. */
  readonly loud: boolean;
  /** A single letter with a dot, or a capital alone. */
  readonly initial: boolean;
}

/** How sure it is that a word is of a name: `may` only beside what is. */
type Likeness = 'is' | 'may' | 'not';

/** Finds names of people; `known` are names of those whom the text may speak of, `streets` words that are none. */
export function findNames(
  copy: PlainCopy,
  known: readonly string[],
  streets: ReadonlySet<string>,
): Finding[] {
  const words = wordsOf(copy);
  const knows = knownNames(known);
  const found: Finding[] = [];
  let group: { word: Word; like: Likeness }[] = [];
  const close = (): void => {
    const name = nameIn(group);
    if (name) found.push({ kind: 'name', ...name });
    group = [];
  };
  words.forEach((word, index) => {
    const like = likeness(words, index, knows, streets);
    if (!word.joined) close();
    if (like === 'not') close();
    else group.push({ word, like });
  });
  close();
  const spaced = spacedNames(copy, (word) => knows({ word, capital: true }));
  return [...found, ...latinNames(copy, knows), ...spaced];
}

function wordsOf({ cased, cyrillic }: PlainCopy): Word[] {
  const found = [...cyrillic.matchAll(/\p{L}+(?:['’-]\p{L}+)*/gu)];
  const loud = found.filter(
    ({ 0: word, index }) => word.length > 2 && isUpper(cased.slice(index, index + 3)),
  );
  const shouting = loud.length * 2 > found.length;
  let last = 0;
  return found.map(({ 0: word, index: start }) => {
    const gap = cyrillic.slice(Math.max(last, start - 12), start);
    const before = cyrillic.slice(Math.max(0, last - 6), last);
    const end = start + word.length;
    const capital = isUpper(cased.slice(start, start + 1));
    const begins =
      shouting || last === 0 || /[!?:\n"«»“„(]/.test(gap) || (/\./.test(gap) && !shortened(before));
    const tight = start - last <= 4 && /^[.\s]*$/.test(gap);
    last = end;
    const initial =
      word.length === 1 &&
      // «16 С.» are degrees
      !/\d ?$/.test(gap) &&
      (cyrillic[end] === '.' || (capital && !begins && !/[иавскоуя]/.test(word)));
    const loud = word.length > 1 && isUpper(cased.slice(start, end));
    return { word, start, end, capital, loud, begins, joined: tight, initial };
  });
}

/** «ул.», «д.», «И.»: the dot ends no sentence. */
function shortened(before: string): boolean {
  return /(?:^|[^\p{L}])(?:\p{L}|ул|пр|пер|гр|кв|им|тов|стр|мкр|тел|зам|инж|дисп|эл)$/u.test(before);
}

function isUpper(text: string): boolean {
  return /^\p{Lu}/u.test(text) && text === text.toUpperCase();
}

function likeness(
  words: readonly Word[],
  index: number,
  knows: (word: Word) => boolean,
  streets: ReadonlySet<string>,
): Likeness {
  const it = words[index]!;
  const { word, capital, begins } = it;
  if (it.initial) return 'may';
  if (word.length < 2) return 'not';
  if (knows(it)) return 'is';
  const before = words[index - 1];
  if (!isOrdinary(word) && isPatronymic(it)) return 'is';
  if (belongsToName(words, index) || isCalled(words, index)) return 'is';
  if (before && FEMALE_PATRONYMIC.test(word) && FIRST_NAMES.has(before.word)) return 'is';
  if (before && STREETS.test(before.word)) return capital ? 'may' : 'not';
  const named = roleNear(words, index);
  if (FIRST_NAMES.has(word)) {
    const sure = !WORD_NAMES.has(word) || named || (capital && !begins);
    return sure ? 'is' : 'may';
  }
  if (SURNAMES.has(word)) {
    const sure = !WORD_SURNAMES.has(word) || named || (capital && !begins) || isSmallSurname(words, index);
    return sure ? 'is' : 'may';
  }
  if (isOrdinary(word, capital && !begins) || ROLES.test(word) || STREETS.test(word)) return 'not';
  if (named && (capital || (SURNAME.test(word) && !/(?:ан[аеу]?|аном|[ыи]х)$/.test(word)))) return 'is';
  if (isStreet(word, streets)) return capital ? 'may' : 'not';
  if (SURNAME.test(word)) {
    if (/(?:енко|швили)$/.test(word)) return 'is';
    if (!capital) return isSmallSurname(words, index) ? 'is' : 'may';
    if (begins && !it.initial && !named) return isFirstSurname(words, index) ? 'is' : 'may';
    return /[сц]кой$|[сц]кую$/.test(word) && /^(?:на|по)$/.test(before?.word ?? '') ? 'may' : 'is';
  }
  if (!capital) return 'not';
  // In the middle of a sentence there are few capitals but those of names; a word in nothing but them is loud.
  return !begins && (it.loud ? BROAD_SURNAME.test(word) && word.length > 3 : true) ? 'is' : 'may';
}

/** «Основной» ends as «Петровной» does, where a sentence begins. */
function isPatronymic({ word, capital, begins }: Word): boolean {
  if (MALE_PATRONYMIC.test(word) || isPatronymicAlone(word)) return true;
  if (!capital) return false;
  return SHORT_PATRONYMIC.test(word) || (FEMALE_PATRONYMIC.test(word) && !(begins && /о[йю]$/.test(word)));
}

/** «сосед Иванов», «мастер по лифтам Ткач»: in the same sentence, a word or two apart. */
function roleNear(words: readonly Word[], index: number): boolean {
  for (let at = index - 1; at >= 0 && at >= index - 3; at -= 1) {
    if (words[at + 1]!.begins) return false;
    if (ROLES.test(words[at]!.word)) return at === index - 1 || words[index]!.capital;
  }
  return false;
}

function isStreet(word: string, streets: ReadonlySet<string>): boolean {
  return isPlace(word) || streets.has(stemOf(word));
}

/** A word of a street without its ending, which differs from case to case. */
export function stemOf(word: string): string {
  return word
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/(?:ая|ой|ую|ий|ого|ому|[аяуюеиыьй])$/, '');
}

/** Where the name stands in words that may be of one: from the first to the last, when one of them is, or initials do. */
function nameIn(
  group: readonly { word: Word; like: Likeness }[],
): { start: number; end: number } | undefined {
  const whole = group.filter(({ word }) => !word.initial);
  const initials = group.length - whole.length;
  const signed =
    initials > 0 &&
    whole.some(
      ({ word }) => word.word.length > 2 && (word.capital || (initials > 1 && SURNAME.test(word.word))),
    );
  const sure = group.some(({ like }) => like === 'is');
  // Small letters before dots are «т.е.», and words that only may be of a name end it where nothing is sure.
  if (!sure && !signed) return undefined;
  const kept = trimmed(group);
  const last = kept.at(-1)!.word;
  return { start: kept[0]!.word.start, end: last.end + (last.initial ? 1 : 0) };
}

/** Without small words at the ends, which only stood beside the name; what ends as surnames do is a part of it. */
function trimmed<One extends { word: Word; like: Likeness }>(group: readonly One[]): readonly One[] {
  const belongs = ({ word, like }: One): boolean =>
    like === 'is' || word.capital || word.initial || FIRST_NAMES.has(word.word) || SURNAME.test(word.word);
  const first = group.findIndex(belongs);
  return first < 0 ? group : group.slice(first, group.findLastIndex(belongs) + 1);
}
