/** How old a part of a debt is: still to be paid in time, or so long past its last day. */
export const AGES = {
  due: 'Срок не прошёл',
  first: 'До 1 месяца',
  second: '1–2 месяца',
  half: '2–6 месяцев',
  old: 'Больше 6 месяцев',
} as const;
export type Age = keyof typeof AGES;

/** The days that ages begin with: what was to be paid on such a day or later is younger than the next age. */
export interface AgeDays {
  readonly today: string;
  readonly month: string;
  readonly two: string;
  readonly six: string;
}

/** Ages as of a day. */
export function ageDays(today: string): AgeDays {
  return { today, month: monthsBefore(today, 1), two: monthsBefore(today, 2), six: monthsBefore(today, 6) };
}

/** The same day so many months before, or the last of a month that is shorter. */
function monthsBefore(day: string, months: number): string {
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month - months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 - months, Math.min(date, last))).toISOString().slice(0, 10);
}

/** The youngest age that a page asks for: «от 2 месяцев» shows who owes something older than two. */
export const LEAST_AGES: Readonly<Record<string, { title: string; ages: readonly Age[] }>> = {
  any: { title: 'Любой просроченный', ages: ['first', 'second', 'half', 'old'] },
  '1': { title: 'Старше 1 месяца', ages: ['second', 'half', 'old'] },
  '2': { title: 'Старше 2 месяцев', ages: ['half', 'old'] },
  '6': { title: 'Старше 6 месяцев', ages: ['old'] },
};
