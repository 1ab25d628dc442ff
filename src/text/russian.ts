import { localTime } from './local-time.js';
import { withoutTail } from './tail.js';

const NO_BREAK_SPACE = '\u00A0';
const MINUS = '\u2212';
/** Invisible; mail programs make no link of what it stands in. Forms leave it out when it is pasted back. */
export const WORD_JOINER = '\u2060';

const MONTHS = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'.split(' ');

// Balances of a whole company are of the same few minutes.
const written = new Map<string, string>();
const MOST_WRITTEN = 1000;

/** Chooses the form of a noun after a number: 1 счёт, 2 счёта, 5 счетов, 1,5 счёта. */
export function plural(n: number | bigint, one: string, few: string, many: string): string {
  if (typeof n === 'number' && !Number.isInteger(n)) return few;

  const lastTwo = Math.abs(Number(BigInt(n) % 100n));
  const last = lastTwo % 10;
  if (lastTwo > 10 && lastTwo < 20) return many;
  if (last === 1) return one;
  return last > 1 && last < 5 ? few : many;
}

/** Writes kopecks as roubles: «5 123,45 ₽»; throws when kopecks are not an integer. */
export function money(kopecks: bigint | number): string {
  const amount = BigInt(kopecks);
  const digits = (amount < 0n ? -amount : amount).toString().padStart(3, '0');
  const sign = amount < 0n ? MINUS : '';

  return `${sign}${grouped(digits.slice(0, -2))},${digits.slice(-2)}${NO_BREAK_SPACE}₽`;
}

/** Rows of a file with what they add up to: «6 строк на 9 135,00 ₽». */
export function rowsWithSum(rows: number, kopecks: bigint | number): string {
  return `${rows.toLocaleString('ru-RU')} ${plural(rows, 'строка', 'строки', 'строк')} на ${money(kopecks)}`;
}

/** Writes the day in the given time zone: «23 ноября 2026». */
export function date(at: Date, timeZone: string): string {
  return dateTime(at, timeZone).replace(/,.*/, '');
}

/** A moment within a sentence: «23 ноября 2026 года в 06:10». */
export function momentInSentence(at: Date, timeZone: string): string {
  return dateTime(at, timeZone).replace(', ', ' года в\u00A0');
}

/** Writes the day and time in the given time zone: «23 ноября 2026, 06:10». */
export function dateTime(at: Date, timeZone: string): string {
  const key = `${Math.floor(at.getTime() / 60_000)} ${timeZone}`;
  let text = written.get(key);
  if (text === undefined) {
    const { year, month, day, hour, minute } = localTime(at, timeZone);
    text = `${Number(day)} ${MONTHS[Number(month) - 1]} ${year}, ${hour}:${minute}`;
    if (written.size >= MOST_WRITTEN) written.clear();
    written.set(key, text);
  }
  return text;
}

/** Writes a decimal string as people read it, with at least so many places: '1234.5600' is «1 234,56». */
export function decimal(text: string, leastPlaces = 0): string {
  const [whole = '0', fraction = ''] = text.replace('-', MINUS).split('.');
  const significant = withoutTail(fraction, /0/).padEnd(leastPlaces, '0');

  return `${grouped(whole)}${significant && ','}${significant}`;
}

/** Writes square metres given as a decimal string: '54.30' is «54,3 м²». */
export function area(squareMetres: string): string {
  return `${decimal(squareMetres)}${NO_BREAK_SPACE}м²`;
}

/** Writes the size of a file: «210 КБ», «1,2 МБ»; never nothing. */
export function fileSize(bytes: number): string {
  const kilobytes = Math.max(1, Math.ceil(bytes / 1024));
  if (kilobytes < 1000) return `${kilobytes}${NO_BREAK_SPACE}КБ`;
  return `${decimal((kilobytes / 1024).toFixed(1))}${NO_BREAK_SPACE}МБ`;
}

/** Ties short words of an address to what follows, so that a line never ends with «ул.»; numbers stay with «д.» and «кв.». */
export function nonBreaking(address: string): string {
  return address.replace(/(^|[\s,(])(\p{L}{1,6}\.|м\/м|дом|улица) (?=\S)/gu, `$1$2${NO_BREAK_SPACE}`);
}

/** Ties what names a place in a law: no line ends within «п. 36» or «ПП РФ № 416». */
export function lawReference(text: string): string {
  return nonBreaking(text)
    .replace(/ (?=РФ|№)/g, NO_BREAK_SPACE)
    .replaceAll('№ ', `№${NO_BREAK_SPACE}`);
}

/** Stressed vowels and letters of other languages have one or two; more of them are drawn over the lines around. */
const MOST_MARKS = 3;

/** A text as it is kept: NFC, without the marks that somebody has heaped upon a letter. */
export function composed(text: string): string {
  return text.normalize('NFC').replace(/[\p{M}\p{Default_Ignorable_Code_Point}]{4,}/gu, (run) => {
    let marks = 0;
    return run.replace(/\p{M}/gu, (mark) => ((marks += 1) > MOST_MARKS ? '' : mark));
  });
}

/** Tidies a one-line value: NFC, no invisible characters, single spaces, no space at the ends. */
export function clean(text: string): string {
  // Soft hyphens and zero-width spaces come with pasted text and are never typed on purpose.
  return composed(text)
    .replace(/[\u00AD\u200B\u2060\uFEFF]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** «остался 1 день», «осталось 7 дней», «сегодня последний день». */
export function daysLeft(days: number): string {
  if (days === 0) return 'сегодня последний день';
  return `${plural(days, 'остался', 'осталось', 'осталось')} ${days}${NO_BREAK_SPACE}${plural(days, 'день', 'дня', 'дней')}`;
}

/** How long to wait or how long something is good: «минуту», «40 минут», «час», «3 часа», «сутки», «5 дней»; rounded up. */
export function duration(seconds: number): string {
  const minutes = Math.max(1, Math.ceil(seconds / 60));
  const hours = Math.ceil(minutes / 60);
  const days = Math.ceil(hours / 24);
  const count = (n: number, one: string, few: string, many: string): string =>
    `${n} ${plural(n, one, few, many)}`;
  if (minutes === 1) return 'минуту';
  if (minutes === 60) return 'час';
  if (minutes <= 90) return count(minutes, 'минуту', 'минуты', 'минут');
  if (hours < 24) return count(hours, 'час', 'часа', 'часов');
  return days === 1 ? 'сутки' : count(days, 'день', 'дня', 'дней');
}

/** Whether nothing of the text can be seen: spaces and invisible characters of any kind. */
export function isBlank(text: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}\u2800]*$/u.test(text);
}

/** Tells whether the text holds control characters, halves of surrogate pairs or marks that turn the writing direction. */
export function hasForbiddenCharacters(text: string): boolean {
  // Browsers send line breaks of a textarea as \r\n; a lone \r overwrites the line in a terminal or a log.
  return /[^\P{Cc}\n\t\r]|\r(?!\n)|[\p{Cs}\u202A-\u202E\u2066-\u2069]/u.test(text);
}

/** Tells whether bytes of the text were no letters in its encoding: what stood there is lost. */
export function hasLostLetters(text: string): boolean {
  return text.includes('\uFFFD');
}

/** Thousands apart: «1 234»; a sign may stand before the digits. */
export function grouped(text: string): string {
  const sign = /^\D/.test(text) ? text.slice(0, 1) : '';
  const digits = text.slice(sign.length);
  const first = digits.length % 3;
  const threes = digits.slice(first).match(/\d{3}/g) ?? [];
  return sign + [...(first > 0 ? [digits.slice(0, first)] : []), ...threes].join(NO_BREAK_SPACE);
}

/** Whether words of a person begin with a greeting of their own: «Здравствуйте, Вера Сергеевна!», «Добрый день». */
export function greets(words: string): boolean {
  return /^\P{L}*(?:здравствуй|добр(?:ый|ое|ого)\s+(?:день|дня|вечера?|утр[оа]|времени)|уважаем|приветству)/iu.test(
    words,
  );
}

/** Words that end a sentence, with its full stop; one is there already after initials: «просит Белов И. П.». */
export function ended(words: string): string {
  return /[.!?…]$/.test(words) ? words : `${words}.`;
}

/** What to try when nothing was found by these words; a sentence without its full stop. */
export function nothingFound(asked: string): string {
  return `Ничего не нашли, попробуйте ${/\s/.test(asked.trim()) ? 'одно' : 'другое'} слово`;
}

/** Words of ours as they go on after others: «Перерасчёт: временное отсутствие»; an abbreviation keeps its letters. */
export function inSentence(words: string): string {
  return /^\p{Lu}(?!\p{Lu})/u.test(words) ? words.slice(0, 1).toLowerCase() + words.slice(1) : words;
}

/** Words as they begin a line: with a capital letter. */
export function capital(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}
