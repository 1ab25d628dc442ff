import { monthAndYear, monthName } from '../text/month.js';
import { decimal, money, plural } from '../text/russian.js';
import { round } from './chart.js';
import { type DocumentTotals, monthTotal } from './document.js';

const HEIGHT = 128;
const TOP = 26;
const BASELINE = 104;
const LEAST_SLOTS = 6;

/** What each of the last months came to, as columns: pixels down, percents across. */
export interface MonthsChart {
  readonly title: string;
  readonly about: string;
  readonly height: number;
  readonly baseline: number;
  readonly labelY: number;
  readonly bars: readonly {
    x: number;
    middle: number;
    width: number;
    y: number;
    height: number;
    label: string;
    spare: boolean;
    last: boolean;
    /** In whole roubles, of the highest and of the last one; empty else. */
    sum: string;
    sumY: number;
  }[];
}

/** Draws months, newest first, from the oldest to the newest; null where there are not two to be compared. */
export function monthsChart(newestFirst: readonly DocumentTotals[]): MonthsChart | null {
  const months = newestFirst
    .toReversed()
    .map((totals) => ({ month: totals.month, total: monthTotal(totals) }));
  const [first] = months;
  const most = months.reduce((best, one) => (best && best.total >= one.total ? best : one), first);
  const least = months.reduce((best, one) => (best && best.total <= one.total ? best : one), first);
  if (months.length < 2 || !most || !least || most.total <= 0n) return null;
  const slot = 100 / Math.max(LEAST_SLOTS, months.length);
  const peak = months.indexOf(most);
  return {
    title: `Начислено за ${months.length}\u00A0${plural(months.length, 'месяц', 'месяца', 'месяцев')}`,
    about: `Больше всего за ${monthAndYear(most.month)}, ${money(most.total)}; меньше всего за ${monthAndYear(least.month)}, ${money(least.total)}`,
    height: HEIGHT,
    baseline: BASELINE,
    labelY: BASELINE + 19,
    bars: months.map(({ month, total }, index) => {
      const height = round((Math.max(0, Number(total)) / Number(most.total)) * (BASELINE - TOP));
      const last = index === months.length - 1;
      // A label is two columns wide: the highest one beside the last would lie below its words.
      const named = last || (index === peak && index < months.length - 3);
      return {
        x: round(slot * (index + 0.14)),
        middle: round(slot * (index + 0.5)),
        width: round(slot * 0.72),
        y: round(BASELINE - height),
        height,
        label: monthName(month).slice(0, 3),
        spare: (months.length - 1 - index) % 2 === 1,
        last,
        sum: named ? decimal(((total + 50n) / 100n).toString()) : '',
        sumY: round(BASELINE - height - 7),
      };
    }),
  };
}
