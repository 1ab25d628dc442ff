import { ImportRefused } from '../imports/import-refused.js';
import {
  daysOf,
  isWeekend,
  plain,
  type SpecialDay,
  workingDaysOf,
  type YearCalendar,
} from './year-calendar.js';
import { calendarDay } from '../text/month.js';

/** A year has no more days, and a file tells of some dozens. */
const MOST_DAYS = 366;
/** No year of a five-day week has had fewer or more since the weekend of two days came. */
const [FEWEST_WORKING, MOST_WORKING] = [235, 255];
/** ТК РФ ст. 112. */
const HOLIDAYS = '01-01 01-02 01-03 01-04 01-05 01-06 01-07 01-08 02-23 03-08 05-01 05-09 06-12 11-04'.split(
  ' ',
);

/** A day as a file tells it. */
export interface FileDay extends SpecialDay {
  /** The line of the file. */
  readonly place: number;
}

/** What a file says of a year, before anybody has looked whether that can be. */
export interface FileCalendar {
  readonly year: number;
  readonly days: readonly FileDay[];
  /** How many working days the file itself counts, where it does. */
  readonly counted?: number;
}

/** A calendar that can be, and what somebody should look at in it. */
export interface CheckedCalendar {
  readonly calendar: YearCalendar;
  readonly workingDays: number;
  readonly warnings: readonly string[];
}

/** Stops the reading of a file that goes on and on. */
export function tooManyDays(days: readonly unknown[]): void {
  if (days.length > MOST_DAYS) {
    throw new ImportRefused(`В файле больше ${MOST_DAYS} дней, столько в году не бывает`);
  }
}

/** Makes sure that a file tells of the year that was meant and that there can be such a calendar; refuses it otherwise. */
export function checked(file: FileCalendar, year: number): CheckedCalendar {
  otherYear([file.year], year);
  if (file.days.length === 0) throw new ImportRefused('В файле нет ни одного дня');
  const known = new Set(daysOf(year));
  const seen = new Set<string>();
  for (const { day, from, place } of file.days) {
    for (const one of [day, ...(from ? [from] : [])]) {
      if (!known.has(one)) throw new ImportRefused(`Строка ${place}: дня ${dotted(one)} в ${year} году нет`);
    }
    if (seen.has(day)) throw new ImportRefused(`Строка ${place}: день ${calendarDay(day)} назван дважды`);
    seen.add(day);
  }
  for (const day of file.days) refuseImpossible(day);
  refuseHalfMoved(file.days);
  const days = file.days.map(({ place: _place, ...day }) => day);
  const calendar = plain(year, days);
  return {
    calendar,
    workingDays: countOf(calendar, file.counted),
    warnings: [...workingHolidays(calendar), ...unmoved(calendar)],
  };
}

/** Refuses a file that tells of other years than the one that was chosen. */
export function otherYear(years: readonly number[], chosen: number): void {
  if (years.includes(chosen)) return;
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const told = first === last ? `${first} год` : `${first}–${last} годы`;
  throw new ImportRefused(`Файл за ${told}, а вы выбрали ${chosen}`);
}

function refuseImpossible({ day, kind, from, place }: FileDay): void {
  const where = `Строка ${place}: ${calendarDay(day)}`;
  const why = 'Похоже, дни в файле — другого года';
  if (kind === 'work' && !isWeekend(day)) {
    throw new ImportRefused(`${where} — не суббота и не воскресенье, а назван рабочим выходным. ${why}`);
  }
  if (from === undefined) return;
  if (kind !== 'off') {
    throw new ImportRefused(`${where}: перенести можно только выходной, а этот день рабочий`);
  }
  if (isWeekend(day)) throw new ImportRefused(`${where} и так выходной: перенести на него нечего. ${why}`);
  if (from !== '' && !isWeekend(from)) {
    throw new ImportRefused(`${where}: ${calendarDay(from)} не суббота и не воскресенье. ${why}`);
  }
}

/** A day off that moves from a weekend which is no holiday makes people work on it: files forget to say so. */
function refuseHalfMoved(days: readonly FileDay[]): void {
  const works = new Set(days.filter(({ kind }) => kind !== 'off').map(({ day }) => day));
  for (const { day, from, place } of days) {
    if (!from || works.has(from) || HOLIDAYS.includes(from.slice(5))) continue;
    throw new ImportRefused(
      `Строка ${place}: выходной перенесён с ${calendarDay(from)} на ${calendarDay(day)}, но ${calendarDay(from)} не назван рабочим. Файл неполный, скачайте его заново`,
    );
  }
}

function countOf(calendar: YearCalendar, counted: number | undefined): number {
  const count = workingDaysOf(calendar);
  if (counted !== undefined && counted !== count) {
    throw new ImportRefused(
      `В файле написано, что рабочих дней ${counted}, а по дням их ${count}. Возможно, файл испорчен`,
    );
  }
  if (count < FEWEST_WORKING || count > MOST_WORKING) {
    throw new ImportRefused(
      `По файлу в году ${count} рабочих дней, а бывает от ${FEWEST_WORKING} до ${MOST_WORKING}. Возможно, файл неполный`,
    );
  }
  return count;
}

function workingHolidays({ year, days }: YearCalendar): string[] {
  const off = new Set(days.filter(({ kind }) => kind === 'off').map(({ day }) => day));
  const at = new Set(days.map(({ day }) => day));
  return HOLIDAYS.map((day) => `${year}-${day}`)
    .filter((day) => (isWeekend(day) ? at.has(day) : !off.has(day)))
    .map((day) => `Проверьте: ${calendarDay(day)} — праздник по закону, а в файле рабочий день`);
}

/** A weekend of work gives its day off to another day; the layouts that say from where are asked. */
function unmoved({ days }: YearCalendar): string[] {
  const from = new Set(days.map(({ from: day }) => day));
  if (from.has('')) return [];
  return days
    .filter(({ day, kind }) => kind !== 'off' && isWeekend(day) && !from.has(day))
    .map(({ day }) => `Проверьте: ${calendarDay(day)} — рабочий выходной, и он никуда не перенесён`);
}

function dotted(day: string): string {
  return day.split('-').reverse().join('.');
}
