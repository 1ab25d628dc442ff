import type { Finding, PersonalKind } from './finding.js';
import { NUMBER_WORDS } from './number-words.js';
import { cars } from './cars.js';
import type { PlainCopy } from './plain-copy.js';

/** How far before a number the word stands that says what it is. */
const NEAR = 40;
/** What a number is called before it, with the fewest digits that are marked then. */
const CALLED: readonly [PersonalKind, number, RegExp][] = [
  [
    'document',
    4,
    /(?:паспорт\p{L}*|сери[яиюей]+|снилс\p{L}*|инн|огрн\p{L}*|полис\p{L}*|удостоверени\p{L}*|свидетельств\p{L}*|права)[^\n]{0,20}$/u,
  ],
  ['meter', 5, /(?:счетчик\p{L}*|приб[ое]р\p{L}* учета|ипу|заводск\p{L}*|водомер\p{L}*)[^\d]{0,25}$/u],
  ['card', 4, /(?:^|[^\p{L}])карт(?:[аыуе]|ой|очк\p{L}+)[^\d]{0,20}$/u],
  [
    'account',
    3,
    /(?:лицев\p{L}{2,3}(?:\s?счет\p{L}{0,2})?|(?:^|[^\p{L}])л\s?[./\\]?\s?сч?\.?|абонент\p{L}*|елс|код плательщика)[^\p{L}\d]{0,8}(?:номер\p{L}?|n|ном\.?)?[^\p{L}\d]{0,6}$/u,
  ],
  ['account', 5, /(?:счет|счета|счету)[^\p{L}\d]{0,4}(?:номер|n)?[^\p{L}\d]{0,4}$/u],
  [
    'phone',
    5,
    /(?:тел(?:ефон\p{L}*)?|моб(?:ильн\p{L}*)?|звон\p{L}*|номер\p{L}{0,2}|сотов\p{L}*|вотсап\p{L}*|ватсап\p{L}*|вайбер\p{L}*|whatsapp|viber)[^\p{L}\d]{0,12}$/u,
  ],
];
/** One group of digits after another, however they are parted; a comma with a space begins a new number. */
const RUN = /\d(?:(?:[ ()\-./*_+~|\\'"]{0,3}|,)\d)*/g;
const MONTHS =
  'январ[яь]|феврал[яь]|март[а]?|апрел[яь]|ма[йя]|июн[яь]|июл[яь]|август[а]?|сентябр[яь]|октябр[яь]|ноябр[яь]|декабр[яь]';
const DAY = new RegExp(
  `(?<!\\d)\\d{1,2}(?:[./\\- ]{1,2}\\d{1,2}[./\\- ]{1,2}|\\s{1,3}(?:${MONTHS})\\s{1,3})(?<year>(?:19|20)?\\d\\d)(?!\\d)`,
  'gu',
);
const BORN_BEFORE = /(?:родил\p{L}*|рожден\p{L}*|д\.? ?р\.?)[^\d]{0,15}$/u;
const BORN_AFTER = /^[^\d]{0,4}(?:г\.? ?р\.?(?!\p{L})|год[а]? рожд|рожд)/u;
/** Whoever was born later writes no letters to the office; a day of work is later. */
const LAST_YEAR_OF_BIRTH = 2014;
const SUM = /^\d{1,3}(?: ?\d{3}){0,3}(?:[.,]\d{1,3})?$/;
const MEASURED = /^ ?(?:руб|р\.|р(?!\p{L})|₽|коп|тыс|квт|м3|м2|куб|гкал|%|кв\.? ?м|литр|градус|штук|шт)/u;
const DAY_OR_TIME = /^(?:\d{1,2}[./-]\d{1,2}(?:[./-](?:20)?\d\d)?|20\d\d(?:[./-]\d\d[./-]\d\d)?|\d{1,2})\.?$/;
/** The account of the state system of housing: «80АА123456», with the number of a service behind it. */
const LIVING_ACCOUNT = /(?<![\p{L}\d])\d\d ?[а-яa-z]{2} ?\d{6}(?:-\d\d)?(?!\d)/gu;

/** Finds telephones, accounts, cards, documents, meters, cars and days of birth. */
export function findNumbers(copy: PlainCopy): Finding[] {
  const { cyrillic, digits } = copy;
  const found: Finding[] = [...days(copy), ...spoken(copy)];
  for (const { 0: run, index: start } of digits.matchAll(RUN)) {
    const end = start + run.length;
    const kind = kindOf(run, cyrillic.slice(Math.max(0, start - NEAR), start), cyrillic.slice(end, end + 10));
    if (kind !== undefined) found.push({ kind, ...withSigns(digits, start, end) });
  }
  found.push(...cars(copy));
  for (const { 0: code, index } of digits.matchAll(LIVING_ACCOUNT)) {
    found.push({ kind: 'account', start: index, end: index + code.length });
  }
  for (const { 0: plot, index } of digits.matchAll(/(?<!\d)\d\d:\d\d:\d{5,7}:\d{1,6}/g)) {
    found.push({ kind: 'document', start: index, end: index + plot.length });
  }
  return found;
}

/** With the plus and the bracket before it. */
function withSigns(digits: string, start: number, end: number): { start: number; end: number } {
  return { start: start - /[+(]{0,2}$/.exec(digits.slice(Math.max(0, start - 2), start))![0].length, end };
}

function kindOf(run: string, before: string, after: string): PersonalKind | undefined {
  const digits = run.replace(/\D/g, '');
  if (SUM.test(run) && MEASURED.test(after)) return undefined;
  const called = CALLED.find(([, least, word]) => digits.length >= least && word.test(before));
  // «К-2026-000123» is the number of an entry or of a request.
  if (/^20\d\d-\d{6}$/.test(run)) return undefined;
  if (called && !onlyDays(run)) {
    return called[0] === 'phone' && digits.length >= 10 && !isPhone(digits) ? 'account' : called[0];
  }
  if (digits.length < 10) {
    return shortPhone(run)
      ? 'phone'
      : digits.length > 7 && !onlyDays(run) && longest(run) > 7
        ? 'account'
        : undefined;
  }
  if (onlyDays(run)) return undefined;
  if (isPhone(digits)) return 'phone';
  if (digits.length === 16) return 'card';
  return digits.length === 11 && /-/.test(run) ? 'document' : 'account';
}

function isPhone(digits: string): boolean {
  return digits.length < 16 && /[78]?[3489]\d{9}$/.test(digits);
}

function longest(run: string): number {
  return Math.max(...run.split(/\D+/).map((group) => group.length));
}

/** «55-66-77», «599-018», «5-66-77», «266 55 44». */
function shortPhone(run: string): boolean {
  return /^(?:\d{1,3}-\d\d-\d\d|\d{3}-\d{3}|\d{2,3} \d\d \d\d|\d{3}-\d{4})$/.test(
    run.replace(/\.(?=\d)/g, '-'),
  );
}

/** «23.11.2026», «10-00 18-30», «01.11-15.11.2026», «2025-2026». */
function onlyDays(run: string): boolean {
  const parts = run.split(/ ?- ?(?=\d{1,2}\.\d|\d{4}$|\d{1,2}-\d\d(?:$|\D))| +/);
  return (
    parts.length < 4 && parts.every((part) => DAY_OR_TIME.test(part)) && parts.some((part) => part.length > 2)
  );
}

function days({ digits, cyrillic }: PlainCopy): Finding[] {
  const found: Finding[] = [];
  for (const match of digits.matchAll(DAY)) {
    const end = match.index + match[0].length;
    const year = match.groups!['year']!;
    const old = year.length === 4 && Number(year) <= LAST_YEAR_OF_BIRTH;
    const near = BORN_BEFORE.test(cyrillic.slice(Math.max(0, match.index - 30), match.index));
    if (old || near || BORN_AFTER.test(cyrillic.slice(end, end + 20))) {
      found.push({ kind: 'date', start: match.index, end });
    }
  }
  for (const { 0: year, index } of digits.matchAll(/(?<!\d)(?:19|20)\d\d(?!\d)/g)) {
    const end = index + year.length;
    if (
      BORN_AFTER.test(cyrillic.slice(end, end + 20)) ||
      /родил\p{L}* в $/u.test(cyrillic.slice(Math.max(0, index - 20), index))
    ) {
      found.push({ kind: 'date', start: index, end });
    }
  }
  return found;
}

/** «восемь девятьсот два пять пять пять…»: four numbers and more, in words. */
function spoken({ digits }: PlainCopy): Finding[] {
  const found: Finding[] = [];
  let run: { start: number; end: number; words: number; all: number } | undefined;
  const close = (): void => {
    if (run && run.all >= 4 && run.words >= 3) found.push({ kind: 'phone', start: run.start, end: run.end });
    run = undefined;
  };
  for (const { 0: token, index } of digits.matchAll(/\p{L}+|\d+/gu)) {
    const isWord = NUMBER_WORDS.has(token);
    if (!isWord && !/\d/.test(token)) {
      close();
      continue;
    }
    if (run && index - run.end > 3) close();
    run ??= { start: index, end: index, words: 0, all: 0 };
    run = { ...run, end: index + token.length, words: run.words + Number(isWord), all: run.all + 1 };
  }
  close();
  return found;
}
