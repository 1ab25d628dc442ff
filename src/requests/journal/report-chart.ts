import { round, scaleOf } from '../../billing/chart.js';

// As in the chart of charges: heights are pixels, widths are percents.
const HEIGHT = 190;
const TOP = 24;
const BASELINE = 164;
const SCALE_WIDTH = 6;
/** Between the days that are named. */
const NAMED_EVERY = 5;

/** How many requests came on a day of the month. */
export interface DayCount {
  readonly day: number;
  readonly count: number;
}

/** Requests day by day, drawn. */
export interface DaysChart {
  readonly height: number;
  readonly baseline: number;
  readonly lines: readonly { y: number; labelY: number; label: number }[];
  readonly bars: readonly {
    x: number;
    width: number;
    y: number;
    height: number;
    middle: number;
    labelY: number;
    label: string;
  }[];
}

/** Draws all days of a month; null when none of them has anything to show. */
export function daysChart(days: readonly DayCount[]): DaysChart | null {
  const highest = Math.max(0, ...days.map(({ count }) => count));
  if (highest === 0) return null;
  // requests are whole
  const scale = scaleOf(highest, { top: TOP, baseline: BASELINE, leastStep: 1 });
  const slot = (100 - SCALE_WIDTH) / days.length;
  return {
    height: HEIGHT,
    baseline: BASELINE,
    lines: scale.lines.map(({ value, ...line }) => ({ ...line, label: value })),
    bars: days.map(({ day, count }, index) => {
      const height = scale.heightOf(count);
      const x = SCALE_WIDTH + slot * index;
      return {
        x: round(x + slot * 0.15),
        width: round(slot * 0.7),
        y: round(BASELINE - height),
        height,
        middle: round(x + slot / 2),
        labelY: BASELINE + 18,
        label: day === 1 || day % NAMED_EVERY === 0 ? String(day) : '',
      };
    }),
  };
}
