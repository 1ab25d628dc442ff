import { monthName } from '../text/month.js';
import { plural } from '../text/russian.js';
import type { CheckedCalendar } from './file-calendar.js';
import {
  daysOf,
  type DayKind,
  differences,
  isWeekend,
  isWorkingDay,
  type SpecialDay,
  workingDaysOf,
  type YearCalendar,
} from './year-calendar.js';

const MOST_DIFFERENCES = 40;

/** A table of words. */
interface WordTable {
  readonly head: string[];
  readonly rows: string[][];
}

/** What is special about a year: how many working days, what was moved where, short days, weekends of work. */
export function calendarLines(calendar: YearCalendar): string[] {
  const { year, days } = calendar;
  const working = workingDaysOf(calendar);
  const off = daysOf(year).length - working;
  const moved = days.filter(({ from }) => from !== undefined);
  const works = days.filter(({ day, kind }) => kind !== 'off' && isWeekend(day));
  const short = days.filter(({ kind }) => kind === 'short');
  return [
    `${year} год: ${working} ${plural(working, 'рабочий день', 'рабочих дня', 'рабочих дней')}, ${off} ${plural(off, 'выходной', 'выходных', 'выходных')}.`,
    `Перенесённые выходные: ${listed(moved.map(({ day, from }) => (from ? `с ${dayMonth(from)} на ${dayMonth(day)}` : dayMonth(day))))}.`,
    `Сокращённые дни: ${listed(short.map(({ day }) => dayMonth(day)))}.`,
    `Рабочие выходные: ${listed(works.map(({ day }) => dayMonth(day)))}.`,
  ];
}

/** How many working days and days off each month has, and which weekdays are off. */
export function monthTable({ year, days }: YearCalendar): WordTable {
  const kinds = new Map(days.map(({ day, kind }) => [day, kind]));
  const rows = Array.from({ length: 12 }, (_, index) => {
    const month = `${year}-${String(index + 1).padStart(2, '0')}`;
    const all = daysOf(year).filter((day) => day.startsWith(month));
    const off = all.filter((day) => !isWorkingDay(day, kinds.get(day)));
    const weekdays = off.filter((day) => !isWeekend(day)).map((day) => String(Number(day.slice(8))));
    const [first = '', ...rest] = monthName(month);
    return [
      `${first.toUpperCase()}${rest.join('')}`,
      String(all.length - off.length),
      String(off.length),
      listed(weekdays),
    ];
  });
  return { head: ['Месяц', 'Рабочих дней', 'Выходных', 'Выходные в будни'], rows };
}

/** What the person reads before anything is written. */
export function previewLines(
  { calendar, warnings }: CheckedCalendar,
  loaded: (YearCalendar & { readonly source: string }) | undefined,
  source: string,
): string[] {
  return [
    ...warnings,
    ...calendarLines(calendar),
    ...(loaded ? comparison(calendar, loaded, source) : ['Календарь этого года ещё не загружен.']),
  ];
}

/** Whether a load would change anything. */
export function isSame(
  calendar: YearCalendar,
  loaded: YearCalendar & { readonly source: string },
  source: string,
): boolean {
  return loaded.source === source && differences(loaded, calendar).length === 0;
}

function comparison(
  calendar: YearCalendar,
  loaded: YearCalendar & { readonly source: string },
  source: string,
): string[] {
  const found = differences(loaded, calendar);
  const told = found
    .slice(0, MOST_DIFFERENCES)
    .map(({ day, was, now }) => `${dayMonth(day)}: ${stateOf(day, was)} → ${stateOf(day, now)}`);
  const more = found.length - told.length;
  return [
    `Календарь ${calendar.year} года уже загружен. ${found.length === 0 ? 'Дни в файле те же.' : 'Файл его изменит:'}`,
    ...told,
    ...(more > 0 ? [`И ещё ${more} ${plural(more, 'отличие', 'отличия', 'отличий')}. Тот ли это файл?`] : []),
    ...(loaded.source === source ? [] : [`Основание: было «${loaded.source}», станет «${source}».`]),
  ];
}

const WORDS: Record<DayKind, string> = {
  off: 'выходной',
  short: 'сокращённый день',
  work: 'рабочий выходной',
};

function stateOf(day: string, special: SpecialDay | undefined): string {
  if (!special) return isWeekend(day) ? 'выходной' : 'рабочий день';
  return special.from ? `выходной за ${dayMonth(special.from)}` : WORDS[special.kind];
}

/** «9 января». */
function dayMonth(day: string): string {
  return `${Number(day.slice(8))}\u00a0${monthName(day, 'genitive')}`;
}

function listed(words: readonly string[]): string {
  return words.length === 0 ? 'нет' : words.join(', ');
}
