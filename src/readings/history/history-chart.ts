import { round, scaleOf } from '../../billing/chart.js';
import { monthName } from '../../text/month.js';
import { decimal } from '../../text/russian.js';

// As in the chart of charges: heights are pixels, widths are percents.
const HEIGHT = 190;
const TOP = 24;
const BASELINE = 144;
const SCALE_WIDTH = 12;
const LEAST_SLOTS = 6;

/** What was used in a month, in units of the resource; null where it is not known. */
export interface MonthUse {
  readonly month: string;
  readonly used: number | null;
}

/** Consumption month by month, drawn. */
export interface HistoryChart {
  readonly height: number;
  readonly baseline: number;
  readonly lines: readonly { y: number; labelY: number; label: string }[];
  readonly bars: readonly {
    x: number;
    width: number;
    y: number;
    height: number;
    middle: number;
    labelY: number;
    label: string;
    yearY: number;
    year: string;
  }[];
}

/** Draws months from the oldest to the newest; null when there is nothing to see. */
export function historyChart(months: readonly MonthUse[]): HistoryChart | null {
  const highest = Math.max(0, ...months.map(({ used }) => used ?? 0));
  if (highest === 0) return null;
  const scale = scaleOf(highest, { top: TOP, baseline: BASELINE });
  const slot = (100 - SCALE_WIDTH) / Math.max(LEAST_SLOTS, months.length);
  // Names of months need place: with three years of them only each half-year is named.
  const every = months.length > 14 ? 6 : months.length > 8 ? 2 : 1;
  return {
    height: HEIGHT,
    baseline: BASELINE,
    lines: scale.lines.map(({ value, ...line }) => ({ ...line, label: decimal(String(round(value))) })),
    bars: months.map(({ month, used }, index) => {
      const height = scale.heightOf(used ?? 0);
      const x = round(SCALE_WIDTH + slot * index + slot * 0.2);
      return {
        x,
        width: round(slot * 0.6),
        y: round(BASELINE - height),
        height,
        middle: round(SCALE_WIDTH + slot * (index + 0.5)),
        labelY: BASELINE + 18,
        label: (months.length - 1 - index) % every === 0 ? monthName(month).slice(0, 3) : '',
        yearY: BASELINE + 36,
        year:
          (months.length - 1 - index) % every === 0 && (index < every || month.endsWith('-01'))
            ? month.slice(0, 4)
            : '',
      };
    }),
  };
}
