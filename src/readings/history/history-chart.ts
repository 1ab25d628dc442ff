import { round, scaleOf, spareNames } from '../../billing/chart.js';
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
    /** Empty where there is place for that of each half-year only. */
    label: string;
    /** Not written where there is place for every second only. */
    spare: boolean;
    yearY: number;
    year: string;
  }[];
}

/** Draws months from the oldest to the newest that is known, gaps between them empty; null when there is nothing to see. */
export function historyChart(asked: readonly MonthUse[]): HistoryChart | null {
  const known = (one: MonthUse) => one.used !== null;
  const months = asked.slice(asked.findIndex(known), asked.findLastIndex(known) + 1);
  const highest = Math.max(0, ...months.map(({ used }) => used ?? 0));
  if (highest === 0) return null;
  const scale = scaleOf(highest, { top: TOP, baseline: BASELINE });
  const slot = (100 - SCALE_WIDTH) / Math.max(LEAST_SLOTS, months.length);
  const spare = months.length > 8 ? spareNames(months.map(({ month }) => month)) : [];
  // Names of months need place: with three years of them only each half-year is named.
  const many = months.length > 14;
  const january = months.findIndex(({ month }) => month.endsWith('-01'));
  const yearAt = january > 0 && january < 4 ? january : Math.max(0, spare.indexOf(false));
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
        label: many && !/-0[17]$/.test(month) ? '' : monthName(month).slice(0, 3),
        spare: !many && (spare[index] ?? false),
        yearY: BASELINE + 36,
        year: month.endsWith('-01') || (!many && index === yearAt) ? month.slice(0, 4) : '',
      };
    }),
  };
}
