/** What a payment is looked for by: a sum, the day, or the number that the bank gave it. */
export interface PaymentTyped {
  readonly kopecks?: number;
  /** The sum was typed without its kopecks, whatever they are. */
  readonly whole?: true;
  /** `2026-11-12`; of a day without a year the latest that is not to come. */
  readonly day?: string;
  readonly number?: string;
}

const MONTHS = [
  ...['январ', 'феврал', 'март', 'апрел', 'ма[йяе]', 'июн', 'июл', 'август', 'сентябр', 'октябр'],
  ...['ноябр', 'декабр'],
];
const DAY_MS = 86_400_000;
const MOST_KOPECKS = 1e13;

const ISO = /(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)/u;
const WRITTEN = new RegExp(
  `(?<!\\d)(\\d{1,2})\\s+(${MONTHS.join('|')})[а-яё]*\\.?(?:\\s+(20\\d\\d)(?!\\d)(?![.,]\\d)(?:\\s*г(?:ода|\\.)?)?)?`,
  'iu',
);
const DOTTED = /(?<![\d.,])(\d{1,2})\.(\d{1,2})\.(\d{4}|\d\d)(?![\d.,])/u;
const SHORT = /(?<![\d.,])(\d{1,2})\.(\d{1,2})(?![\d.,])/u;
const RELATIVE = /(?<![а-яё])(сегодня|вчера|позавчера)(?![а-яё])/iu;
/** With kopecks, or with the word for roubles, or (beside a day) whole roubles alone, which are no «№ 77». */
const WITH_KOPECKS = /(?<![\d.,])(\d{1,3}(?:\s\d{3})+|\d{1,9})[.,](\d\d)(?![\d.,])/u;
const WITH_WORD = /(?<![\d.,])(\d{1,3}(?:\s\d{3})+|\d{1,9})\s*(?:₽|руб[а-яё]*\.?|р\.?)(?![а-яёa-z])/iu;
const WHOLE = /(?<![\d.,-]|№\s?)(\d{1,3}(?:\s\d{3})+|\d{2,7})(?![\d.,-])/u;
const ROUBLES = /^(?:\d{3,7}|\d{1,3}(?: \d{3})+)$/;
const MONTH =
  /(?<![а-яё])((?:январ|феврал|апрел|июн|июл|сентябр|октябр|ноябр|декабр)[ьяе]|март[ае]?|август[ае]?|ма[йяе])(?![а-яё])(?:\s+(20\d\d)(?!\d))?/iu;
const MONTH_DOTTED = /(?<![\d.,])(\d{1,2})\.(20\d\d)(?![\d.,])/u;
/** Said around what is meant. */
const FILLERS =
  /[₽№]|(?<![а-яёa-z])(?:плат[её]ж[а-яё]*|оплат[а-яё]*|квитанци[а-яё]*|документ[а-яё]*|сумм[а-яё]*|руб[а-яё]*|от|за|на|через)(?![а-яёa-z])\.?/giu;
const NUMBER = /^\s*(?:№\s*)?([\p{L}\d][\p{L}\d/-]{2,39})\s*$/u;

/** What money is looked for by: a sum, a day or a month, and whatever else was typed. */
export interface MoneyTyped {
  readonly kopecks?: number;
  readonly whole?: true;
  readonly day?: string;
  /** «Рябова 27.11»: the day that the sum may be as well. */
  readonly either?: string;
  /** The first day of a month, where no day was named. */
  readonly month?: string;
  /** A number alone, which may be a sum of whole roubles as well. */
  readonly roubles?: number;
  /** A number before or after words, which may be such a sum as well: «рябова 1000», «1 000 касса». */
  readonly beside?: { readonly roubles: number; readonly rest: string };
  /** Without words that say nothing: «касса», «Лесная 4 5», «Иванов И И». */
  readonly rest: string;
}

/** Reads what somebody types to find a payment: «3 940,79 от 12 ноября», «12.11.2026 3940.79», «№ 204518»; undefined where it is nothing of that. */
export function paymentTyped(text: string, today: string): PaymentTyped | undefined {
  const number = numberIn(text);
  const { kopecks, whole, day } = sumAndDay(text, today);
  if (kopecks === undefined && number === undefined) return undefined;
  return {
    ...(kopecks !== undefined && { kopecks, ...whole }),
    ...(kopecks !== undefined && day !== undefined && { day }),
    ...(kopecks === undefined && number !== undefined && { number }),
  };
}

/** Takes sum and time out of what was typed: «касса 3000 руб 12 ноября», «Лесная 4 5 за октябрь», «5135,41». */
export function moneyTyped(text: string, today: string): MoneyTyped {
  const { kopecks, whole, day, either, rest } = sumAndDay(text, today);
  const month = day === undefined ? monthIn(rest, today) : undefined;
  const left = (month ? rest.replace(month.match, ' ') : rest)
    .replace(FILLERS, ' ')
    .replace(/\s+/gu, ' ')
    .trim();
  const roubles = kopecks === undefined && ROUBLES.test(left) ? wholeIn(left)?.kopecks : undefined;
  const beside = kopecks === undefined ? besideWords(left) : undefined;
  return {
    ...(kopecks !== undefined && { kopecks, ...whole }),
    ...(day !== undefined && { day }),
    ...(either !== undefined && /\p{L}{3}/u.test(left) && { either }),
    ...(month && { month: month.day }),
    ...(roubles !== undefined && { roubles }),
    ...(beside && { beside }),
    rest: left,
  };
}

function sumAndDay(
  text: string,
  today: string,
): {
  kopecks: number | undefined;
  whole: { whole?: true };
  day: string | undefined;
  either: string | undefined;
  rest: string;
} {
  const [full, afterDay] = take(text, (rest) => fullDay(rest, today));
  const exact = sumIn(afterDay);
  // «12.11» is a day beside another sum, else a sum
  const [short, afterShort] = full ? [full, afterDay] : take(afterDay, (rest) => shortDay(rest, today));
  const beside = sumIn(afterShort) ?? (short ? wholeIn(afterShort) : undefined);
  const day = full ?? (beside === undefined ? undefined : short);
  const sum = day === undefined ? exact : beside;
  const left = day === undefined ? text : afterShort;
  return {
    ...{ kopecks: sum?.kopecks, whole: sum?.whole ? { whole: true } : {}, day },
    either: day === undefined ? short : undefined,
    rest: sum ? left.replace(sum.match, ' ') : left,
  };
}

type Found = { readonly day: string; readonly match: string } | undefined;

/** A day, and the text without it. */
function take(text: string, find: (text: string) => Found): [string | undefined, string] {
  const found = find(text);
  return found ? [found.day, text.replace(found.match, ' ')] : [undefined, text];
}

function fullDay(text: string, today: string): Found {
  const iso = ISO.exec(text);
  if (iso) return dayOf(iso[0], iso[1]!, iso[2]!, iso[3]!, today);
  const written = WRITTEN.exec(text);
  if (written) {
    const month = MONTHS.findIndex((name) => new RegExp(`^${name}`, 'iu').test(written[2]!)) + 1;
    return dayOf(written[0], written[3] ?? '', String(month), written[1]!, today);
  }
  const dotted = DOTTED.exec(text);
  if (dotted) return dayOf(dotted[0], dotted[3]!, dotted[2]!, dotted[1]!, today);
  const relative = RELATIVE.exec(text);
  if (!relative) return undefined;
  const back = ['сегодня', 'вчера', 'позавчера'].indexOf(relative[1]!.toLowerCase());
  const day = new Date(Date.parse(today) - back * DAY_MS).toISOString().slice(0, 10);
  return { day, match: relative[0] };
}

function shortDay(text: string, today: string): Found {
  const short = SHORT.exec(text);
  return short ? dayOf(short[0], '', short[2]!, short[1]!, today) : undefined;
}

/** A day that there is; without a year the latest that is not to come. */
function dayOf(match: string, year: string, month: string, day: string, today: string): Found {
  const from = year === '' ? Number(today.slice(0, 4)) : Number(year.length === 2 ? `20${year}` : year);
  const written = (one: number) => `${one}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const known = year === '' && written(from) > today ? written(from - 1) : written(from);
  const at = new Date(`${known}T00:00:00Z`);
  const isReal = !Number.isNaN(at.getTime()) && at.toISOString().startsWith(known);
  return isReal ? { day: known, match } : undefined;
}

/** A month that is named or written as «10.2026»; without a year the latest that is not to come. */
function monthIn(text: string, today: string): Found {
  const written = MONTH.exec(text);
  if (written) {
    const month = MONTHS.findIndex((name) => new RegExp(`^${name}`, 'iu').test(written[1]!)) + 1;
    return dayOf(written[0], written[2] ?? '', String(month), '01', today);
  }
  const dotted = MONTH_DOTTED.exec(text);
  return dotted ? dayOf(dotted[0], dotted[2]!, dotted[1]!, '01', today) : undefined;
}

type Sum = { readonly kopecks: number; readonly match: string; readonly whole: boolean } | undefined;

function sumIn(text: string): Sum {
  const [match, roubles, kopecks] = WITH_KOPECKS.exec(text) ?? [];
  if (match !== undefined) return sumOf(match, roubles!, kopecks);
  const [said, whole] = WITH_WORD.exec(text) ?? [];
  return said === undefined ? undefined : sumOf(said, whole!);
}

function wholeIn(text: string): Sum {
  const [match, whole] = WHOLE.exec(text) ?? [];
  return match === undefined ? undefined : sumOf(match, whole!);
}

function sumOf(match: string, roubles: string, kopecks?: string): Sum {
  const sum = Number(`${roubles.replace(/\s/gu, '')}${kopecks ?? '00'}`);
  return sum > 0 && sum < MOST_KOPECKS ? { kopecks: sum, match, whole: kopecks === undefined } : undefined;
}

/** The number that words end or begin with, of at least three digits, thousands apart or not. */
function besideWords(left: string): MoneyTyped['beside'] {
  if (!/\p{L}{3}/u.test(left)) return undefined;
  const words = left.split(' ');
  const count = words.findIndex((word) => !/^\d/.test(word));
  const [before, after] = [numberBehind(words), numberBehind(words.slice(0, count))];
  const number = before.length > 0 ? before : after.length === count ? after : [];
  const sum = wholeIn(number.join(' '));
  if (!sum) return undefined;
  const rest = before.length > 0 ? words.slice(0, -before.length) : words.slice(count);
  return { roubles: sum.kopecks, rest: rest.join(' ') };
}

/** «1000», or «1», «000». */
function numberBehind(words: readonly string[]): readonly string[] {
  if (/^\d{4,7}$/.test(words.at(-1) ?? '')) return words.slice(-1);
  let from = words.length;
  while (from > 0 && /^\d{3}$/.test(words[from - 1]!)) from -= 1;
  if (from > 0 && from < words.length && /^\d{1,2}$/.test(words[from - 1]!)) from -= 1;
  return words.slice(from);
}

/** The number of an order: one word with a digit in it. */
function numberIn(text: string): string | undefined {
  const [, number] = NUMBER.exec(text) ?? [];
  return number !== undefined && /\d/.test(number) ? number : undefined;
}
