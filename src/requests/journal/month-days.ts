import { isMonth, monthAndYear, monthName, monthsAfter } from '../../text/month.js';
import { lastDayOf } from './journal-filter.js';
import { daysChart } from './report-chart.js';

/** The month that a report is of: that of the address, but none to come; else this one. Days are `2026-11-16`. */
export function reportMonth(asked: string, today: string): string {
  const now = today.slice(0, 7);
  return isMonth(asked) && asked < now ? asked : now;
}

/** The months beside it, as pages of reports offer them; there is nothing to tell of those to come. */
export function monthsBeside(
  month: string,
  today: string,
): { before: string; after?: string; newest: string } {
  const newest = today.slice(0, 7);
  return {
    ...{ before: monthsAfter(month, -1), newest },
    ...(month < newest && { after: monthsAfter(month, 1) }),
  };
}

/** A month day by day: drawn, in numbers, and in a sentence; `what` is counted, «Заявки». */
export function monthDays(
  month: string,
  counts: readonly { readonly key: string | null; readonly count: number }[],
  what: string,
): object {
  const known = new Map(counts.map(({ key, count }) => [key, count]));
  const days = Array.from({ length: Number(lastDayOf(month).slice(8)) }, (_, index) => {
    const day = index + 1;
    return { day, count: known.get(`${month}-${String(day).padStart(2, '0')}`) ?? 0 };
  });
  const busiest = days.reduce((best, one) => (one.count > best.count ? one : best));
  const when = monthName(month, 'genitive');
  return {
    chart: daysChart(days),
    days: days.filter(({ count }) => count > 0).map((one) => ({ ...one, when })),
    about: `${what} по дням, ${monthAndYear(month)}: больше всего ${busiest.day} ${when}, ${busiest.count}. Все числа в таблице ниже.`,
  };
}
