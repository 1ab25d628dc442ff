import { localTime } from './local-time.js';
import { date, plural } from './russian.js';

const NO_BREAK_SPACE = '\u00A0';
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** What ends before it began by the clock, and sooner than this, ends in the same night. */
const NIGHT_MS = DAY_MS / 2;

/** A moment as people speak of it: «сегодня в 9:10», «вчера в 20:40», «завтра в 12:15», «12 ноября в 8:40», with the year if it is another. */
export function when(at: Date, now: Date, timeZone: string): string {
  return `${dayOf(at, now, timeZone)} в${NO_BREAK_SPACE}${clockTime(at, timeZone)}`;
}

/** The end of a term: «до 9:10» today, «до завтра, 8:40», «до 15 ноября, 8:40». */
export function until(at: Date, now: Date, timeZone: string): string {
  const day = dayOf(at, now, timeZone);
  const time = clockTime(at, timeZone);
  return day === 'сегодня' ? `до${NO_BREAK_SPACE}${time}` : `до${NO_BREAK_SPACE}${day}, ${time}`;
}

/** The end of something, the day first: «сегодня до 18:00», «завтра до 12:00», «23 ноября до 18:00». */
export function dayUntil(at: Date, now: Date, timeZone: string): string {
  return `${dayOf(at, now, timeZone)} до${NO_BREAK_SPACE}${clockTime(at, timeZone)}`;
}

/** The day of a moment as people speak of it: «сегодня», «завтра», «23 ноября», with the year if it is another. */
export function dayWord(at: Date, now: Date, timeZone: string): string {
  return dayOf(at, now, timeZone);
}

/**
 * From one moment to another, the same whenever it is read: «25 ноября, 10:00–14:00», «25 ноября, 22:00–6:00» of one night,
 * «25 ноября, 10:00 – 26 ноября, 14:00»; with the year if it is another.
 */
export function between(from: Date, to: Date, now: Date, timeZone: string): string {
  const [first, last] = [from, to].map((at) => shortDate(at, now, timeZone));
  const [begins, ends] = [clockTime(from, timeZone), clockTime(to, timeZone)];
  return first === last || to.getTime() - from.getTime() < NIGHT_MS
    ? `${first}, ${begins}\u2060–\u2060${ends}`
    : `${first}, ${begins} – ${last}, ${ends}`;
}

/** A moment, the same whenever it is read: «23 ноября, 18:00»; with the year if it is another. */
export function dayAndTime(at: Date, now: Date, timeZone: string): string {
  return `${shortDate(at, now, timeZone)}, ${clockTime(at, timeZone)}`;
}

/** How long something takes: «18 мин», «2 ч 10 мин», «2 дня 23 ч»; whole minutes, rounded down. */
export function span(ms: number): string {
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60];
  const parts =
    days > 0
      ? [
          `${days}${NO_BREAK_SPACE}${plural(days, 'день', 'дня', 'дней')}`,
          hours > 0 && `${hours}${NO_BREAK_SPACE}ч`,
        ]
      : hours > 0
        ? [`${hours}${NO_BREAK_SPACE}ч`, rest > 0 && `${rest}${NO_BREAK_SPACE}мин`]
        : [`${rest}${NO_BREAK_SPACE}мин`];
  return parts.filter(Boolean).join(' ');
}

/** A term of the law: «30 минут», «2 часа», «сутки», «3 суток». */
export function termWords(minutes: number): string {
  const count = (n: number, one: string, few: string, many: string): string =>
    `${n}${NO_BREAK_SPACE}${plural(n, one, few, many)}`;
  if (minutes % 1440 === 0) {
    const days = minutes / 1440;
    return days === 1
      ? 'сутки'
      : days > 4
        ? count(days, 'день', 'дня', 'дней')
        : `${days}${NO_BREAK_SPACE}суток`;
  }
  if (minutes % 60 === 0) return count(minutes / 60, 'час', 'часа', 'часов');
  return count(minutes, 'минута', 'минуты', 'минут');
}

function dayOf(at: Date, now: Date, timeZone: string): string {
  const day = date(at, timeZone);
  for (const [shift, word] of [
    [0, 'сегодня'],
    [-1, 'вчера'],
    [1, 'завтра'],
  ] as const) {
    if (day === date(new Date(now.getTime() + shift * DAY_MS), timeZone)) return word;
  }
  return shortDate(at, now, timeZone);
}

function shortDate(at: Date, now: Date, timeZone: string): string {
  const day = date(at, timeZone);
  const { year } = localTime(now, timeZone);
  return day.endsWith(` ${year}`) ? day.slice(0, -year.length - 1).replace(' ', NO_BREAK_SPACE) : day;
}

/** The time alone: «9:10». */
export function clockTime(at: Date, timeZone: string): string {
  const { hour, minute } = localTime(at, timeZone);
  return `${Number(hour)}:${minute}`;
}
