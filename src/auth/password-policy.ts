import { createRequire } from 'node:module';
import type { ZxcvbnFactory, ZxcvbnResult } from '@zxcvbn-ts/core';
import { toCyrillicLayout, toLatinLayout } from '../text/keyboard-layout.js';
import { slips } from '../text/slips.js';
import { hasForbiddenCharacters, plural } from '../text/russian.js';

// 128 code points never exceed 512 bytes of UTF-8, so the bytes need no check of their own.
const MAX_LENGTH = 128;
const DEFAULT_MIN_GUESSES = 1e5;
const MAX_CONTEXT_LENGTH = 64;
/** In a shorter password two other letters are much. */
const LEAST_COMPARED = 8;

// The estimate grows faster than linearly with the length; what is secure in 40 characters stays secure in more.
const ESTIMATED_LENGTH = 24;
// Ways to read «p@$$w0rd» that are tried: the library's 100 gave the same estimates for ten such passwords and took
// 89 ms instead of 14 ms for the worst forty characters.
const MAX_SUBSTITUTIONS = 10;

// The list of the library has no Cyrillic; these are its gaps, most frequent first.
const RUSSIAN_WORDS = (
  'пароль привет любовь люблю солнышко солнце наташа марина настя ирина светлана татьяна екатерина александр андрей ' +
  'сергей максим дмитрий владимир николай алексей михаил евгений виктор виктория кристина елена ольга юлия анна мария ' +
  'иван миша саша даша маша катя оксана мама папа мамочка бабушка дедушка семья дочка сынок котик котенок кошка собака ' +
  'зайчик зайка рыбка медведь ангел красотка принцесса счастье жизнь весна лето осень зима россия москва иркутск байкал ' +
  'ангара сибирь спартак динамо зенит космос звезда победа родина цветок ромашка малина вишня клубника компьютер ' +
  'интернет телефон секрет доступ вход логин админ администратор кабинет квартира город житель лицевой счет жкх'
).split(' ');

const CYRILLIC = 'абвгдеёжзийклмнопрстуфхцчшщъыьэюя';
const LATIN = 'a b v g d e e zh z i y k l m n o p r s t u f h c ch sh sch  y  e yu ya'.split(' ');
const TRANSLITERATION = new Map([...CYRILLIC].map((letter, index) => [letter, LATIN[index]]));

const KNOWN = 'Такой пароль слишком известен';
const ANOTHER = ' Придумайте другой';
const GUESSABLE = 'Такой пароль легко угадать';
const REASONS = new Map([
  ['dictionary', ': он состоит из известного слова с небольшой добавкой'],
  ['spatial', ': это соседние клавиши'],
  ['repeat', ': в нём повторяется одно и то же'],
  ['sequence', ': символы идут в нём по порядку'],
  ['date', ': в нём дата или год'],
  ['regex', ': в нём дата или год'],
]);

export interface PasswordContext {
  minLength: number;
  login?: string;
  email?: string;
  names?: string[];
  phone?: string;
  companyWords?: string[];
  minGuesses?: number;
}

/** Gives the form of a password that is hashed and compared: letters may arrive composed or decomposed. */
export function normalisePassword(password: string): string {
  return password.normalize('NFC');
}

/**
 * Whether a new password is the present one or differs only in what whoever knows that tries first: letter case, blanks,
 * something added to it, two letters changed.
 */
export function isAlike(password: string, present: string): boolean {
  const [one, other] = [password, present].map((text) =>
    text.normalize('NFKC').toLowerCase().replace(/\s/gu, ''),
  );
  if (one === other) return true;
  const [short, long] = [one!, other!].sort((a, b) => a.length - b.length);
  return short!.length >= LEAST_COMPARED && (long!.includes(short!) || slips(one!, other!, 2));
}

/** Says why a new password cannot be taken, or null; the message never repeats the password itself. */
export function passwordProblem(password: string, context: PasswordContext): string | null {
  const text = normalisePassword(password);
  const length = [...text].length;

  if (length < context.minLength) return `Пароль должен быть не менее ${symbols(context.minLength)} длиной.`;
  if (length > MAX_LENGTH) return `Пароль должен быть не более ${symbols(MAX_LENGTH)} длиной`;
  if (hasForbiddenCharacters(text)) return 'В пароле есть недопустимые символы. Наберите его на клавиатуре';

  return (
    knownProblem(text.toLowerCase()) ?? guessProblem([...text].slice(0, ESTIMATED_LENGTH).join(''), context)
  );
}

function knownProblem(password: string): string | null {
  const { known } = lists();
  const candidates = stems(password);

  const meant = candidates.map(toCyrillicLayout).find((word) => RUSSIAN_WORDS.includes(word));
  if (meant && !candidates.includes(meant)) {
    return `${KNOWN}: это слово «${meant}», набранное в другой раскладке.${ANOTHER}`;
  }
  if (candidates.some((word) => known.has(word))) return `${KNOWN}: его подбирают одним из первых.${ANOTHER}`;

  const disguises = candidates.flatMap((word) => [
    toLatinLayout(word),
    toCyrillicLayout(word),
    transliterate(word),
  ]);
  return disguises.some((word) => known.has(word))
    ? `${KNOWN} и русскими, и латинскими буквами.${ANOTHER}`
    : null;
}

function guessProblem(password: string, context: PasswordContext): string | null {
  const words = contextWords(context);
  const lower = password.toLowerCase();
  const forms = new Set([password, toLatinLayout(lower), toCyrillicLayout(lower), transliterate(lower)]);
  const own = new Set(words);
  if ([lower, [...lower].reverse().join(''), ...forms].some((form) => own.has(form))) return PERSONAL;

  for (const form of forms) {
    const result = lists().estimator.check(form, words);
    // A birthday is what a neighbour tries first, although it may reach the number of guesses.
    const isDate = result.sequence.length === 1 && result.sequence[0]?.pattern === 'date';
    if (isDate || result.guesses < (context.minGuesses ?? DEFAULT_MIN_GUESSES)) return weakness(result);
  }
  return null;
}

const PERSONAL = `${GUESSABLE}: в нём есть ваши имя, логин, почта, телефон или название компании.${ANOTHER}`;

function weakness({ sequence }: ZxcvbnResult): string {
  const found = sequence
    .filter((match) => match.pattern !== 'bruteforce')
    .sort((a, b) => b.token.length - a.token.length);

  if (found.some((match) => match.dictionaryName === 'userInputs')) {
    return PERSONAL;
  }
  return `${GUESSABLE}${REASONS.get(found[0]?.pattern ?? '') ?? ''}. Сделайте его длиннее или составьте из нескольких слов`;
}

/** The word itself and without up to four digits or signs at its end, when they make a short password longer. */
function stems(password: string): string[] {
  if ([...password].length >= 12) return [password];

  const shorter = [/\d{1,4}$/, /[^\p{L}]{1,4}$/u].map((tail) => password.replace(tail, ''));
  // Three letters may be a word by pure chance.
  return [password, ...shorter.filter((word) => [...word].length > 3)];
}

function contextWords(context: PasswordContext): string[] {
  const { login = '', email = '', names = [], phone = '', companyWords = [] } = context;
  const digits = phone.slice(0, MAX_CONTEXT_LENGTH).replace(/\D/g, '');
  // The other fields of the form may not have been checked yet and be of any length.
  const mailbox = email.slice(0, Math.max(email.lastIndexOf('@'), 0));
  const whole = [login, email, mailbox, names.join(''), ...names, ...companyWords].map((text) =>
    text.slice(0, MAX_CONTEXT_LENGTH).normalize('NFC').toLowerCase(),
  );
  const parts = [...whole, ...whole.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))];
  const latin = parts.map(transliterate);
  const numbers = [digits, ...[10, 7, 6].map((count) => digits.slice(-count))];

  return [...new Set([...parts, ...latin, ...latin.map((word) => word.replaceAll('ks', 'x')), ...numbers])]
    .map((word) => [...word].slice(0, ESTIMATED_LENGTH).join(''))
    .filter((word) => word.length > 2);
}

function transliterate(text: string): string {
  return [...text].map((char) => TRANSLITERATION.get(char) ?? char).join('');
}

/** «6 символов», «21 символа»: the genitive after «не менее» and «не более». */
function symbols(count: number): string {
  return `${count} ${plural(count, 'символа', 'символов', 'символов')}`;
}

let loaded: { known: Set<string>; estimator: ZxcvbnFactory } | undefined;

// Loaded at the first new password: 50 000 words take time and memory that signing in does not need.
function lists() {
  if (!loaded) {
    const require = createRequire(import.meta.url);
    const core = require('@zxcvbn-ts/core') as typeof import('@zxcvbn-ts/core');
    const { dictionary, adjacencyGraphs } =
      require('@zxcvbn-ts/language-common') as typeof import('@zxcvbn-ts/language-common');
    const { qwerty, keypad } = adjacencyGraphs;
    const passwords = dictionary['passwords-common'];

    const russian = RUSSIAN_WORDS.flatMap((word) => [...new Set([word, transliterate(word)])]);

    loaded = {
      known: new Set([...passwords, ...russian]),
      estimator: new core.ZxcvbnFactory({
        dictionary: { passwords, russian },
        graphs: { qwerty, keypad },
        l33tMaxSubstitutions: MAX_SUBSTITUTIONS,
      }),
    };
  }
  return loaded;
}
