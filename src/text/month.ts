const FORMS = [
  ['январь', 'января', 'январе'],
  ['февраль', 'февраля', 'феврале'],
  ['март', 'марта', 'марте'],
  ['апрель', 'апреля', 'апреле'],
  ['май', 'мая', 'мае'],
  ['июнь', 'июня', 'июне'],
  ['июль', 'июля', 'июле'],
  ['август', 'августа', 'августе'],
  ['сентябрь', 'сентября', 'сентябре'],
  ['октябрь', 'октября', 'октябре'],
  ['ноябрь', 'ноября', 'ноябре'],
  ['декабрь', 'декабря', 'декабре'],
] as const;

const CASES = { nominative: 0, genitive: 1, prepositional: 2 } as const;

/** Tells whether the text is a month such as `2026-10`, of these two centuries. */
export function isMonth(text: string): boolean {
  return /^(19|20)\d\d-(0[1-9]|1[0-2])$/.test(text);
}

/** A month as people write it, «10.2026», «октябрь 2026» or `2026-10`, as `2026-10`; undefined where it is none. */
export function typedMonth(text: string): string | undefined {
  const typed = text.trim().toLowerCase().replaceAll('\u00A0', ' ');
  const [, number, year] = /^(\d{1,2})[./](\d{4})$/.exec(typed) ?? [];
  const [, name, itsYear] = /^([а-я]{3,8}) (\d{4})$/.exec(typed) ?? [];
  const index = FORMS.findIndex((forms) => forms.some((form) => form === name));
  const month = number
    ? `${year}-${number.padStart(2, '0')}`
    : `${itsYear}-${String(index + 1).padStart(2, '0')}`;
  const found = number || name ? month : typed;
  return isMonth(found) ? found : undefined;
}

/** The name of a month (`2026-10`, or a day of it) without its year: «октябрь», «октября», «октябре». */
export function monthName(month: string, form: keyof typeof CASES = 'nominative'): string {
  const forms = FORMS[Number(month.slice(5, 7)) - 1];
  if (!forms) throw new RangeError(`Not a month: ${month}`);
  return forms[CASES[form]];
}

/** A month with its year: «октябрь 2026», «октября 2026», «октябре 2026». */
export function monthAndYear(month: string, form: keyof typeof CASES = 'nominative'): string {
  return `${monthName(month, form)}\u00A0${month.slice(0, 4)}`;
}

/** The month so many months later: `2026-11` and 2 is `2027-01`. */
export function monthsAfter(month: string, count: number): string {
  const index = Number(month.slice(0, 4)) * 12 + Number(month.slice(5)) - 1 + count;
  return `${Math.floor(index / 12)}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** The day so many days after another, `2026-12-01`. */
export function daysAfter(day: string, count: number): string {
  return new Date(Date.parse(day) + count * 86_400_000).toISOString().slice(0, 10);
}

/** A day of the calendar (`2026-11-16`): «16 ноября 2026». */
export function calendarDay(day: string): string {
  return `${Number(day.slice(8))}\u00A0${monthAndYear(day, 'genitive')}`;
}

/** The same beside today: «7 декабря», with the year if it is another. */
export function shortDay(day: string, today: string): string {
  return day.slice(0, 4) === today.slice(0, 4)
    ? `${Number(day.slice(8))}\u00A0${monthName(day, 'genitive')}`
    : calendarDay(day);
}
