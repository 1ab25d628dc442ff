import { monthAndYear, monthName } from '../text/month.js';
import { decimal, money } from '../text/russian.js';
import type { DocumentTotals } from './document.js';

// Heights are pixels, widths are percents: the chart is as wide as its place, and its letters keep their size.
const HEIGHT = 230;
const TOP = 24;
const BASELINE = 184;
const SCALE_WIDTH = 15;
const LEAST_SLOTS = 4;

/** A column of the chart, in percents across and pixels down. */
interface Bar {
  readonly x: number;
  readonly width: number;
  readonly y: number;
  readonly height: number;
}

/** What was charged and paid month by month, drawn. */
export interface Chart {
  readonly height: number;
  readonly baseline: number;
  readonly scaleWidth: number;
  readonly lines: readonly { y: number; labelY: number; label: string }[];
  readonly months: readonly {
    x: number;
    labelY: number;
    label: string;
    /** Not written where there is place for every second only. */
    spare: boolean;
    yearY: number;
    year: string;
    charged: Bar;
    paid: Bar;
  }[];
  readonly title: string;
  readonly about: string;
}

/** Draws months, newest first, from the oldest to the newest; null where there are not two to be compared. */
export function chartOf(newestFirst: readonly DocumentTotals[]): Chart | null {
  const months = [...newestFirst].reverse();
  const highest = Math.max(0, ...months.flatMap(({ charged, paid }) => [Number(charged), Number(paid)]));
  const [first, last] = [months[0], months.at(-1)];
  if (!first || !last || first === last || highest === 0) {
    return null;
  }
  const scale = scaleOf(highest, { top: TOP, baseline: BASELINE });
  const height = (kopecks: bigint) => scale.heightOf(Math.max(0, Number(kopecks)));
  const spare = spareNames(months.map(({ month }) => month));
  // The first month that is always named has its year below it unless that of a January comes close.
  const january = months.findIndex(({ month }) => month.endsWith('-01'));
  const yearAt = january > 0 && january < 4 ? january : spare.indexOf(false);
  const slot = (100 - SCALE_WIDTH) / Math.max(LEAST_SLOTS, months.length);
  const bar = (kopecks: bigint, x: number): Bar => ({
    x: round(x),
    width: round(slot * 0.36),
    y: round(BASELINE - height(kopecks)),
    height: height(kopecks),
  });
  return {
    height: HEIGHT,
    baseline: BASELINE,
    scaleWidth: SCALE_WIDTH,
    lines: scale.lines.map(({ value, ...line }) => ({ ...line, label: decimal(String(value / 100)) })),
    months: months.map(({ month, charged, paid }, index) => {
      const left = SCALE_WIDTH + slot * index;
      return {
        x: round(left + slot / 2),
        labelY: BASELINE + 18,
        label: monthName(month).slice(0, 3),
        spare: spare[index]!,
        yearY: BASELINE + 36,
        year: index === yearAt || month.endsWith('-01') ? month.slice(0, 4) : '',
        charged: bar(charged, left + slot * 0.12),
        paid: bar(paid, left + slot * 0.52),
      };
    }),
    title: `Начислено и оплачено: ${span(first.month, last.month)}`,
    about: about(months),
  };
}

/** Which names of months are left out where there is place for every second only: never that of a January, which has its year below it. */
export function spareNames(months: readonly string[]): boolean[] {
  const january = months.findIndex((month) => month.endsWith('-01'));
  const named = january >= 0 ? january : months.length - 1;
  return months.map((_, index) => (named - index) % 2 !== 0);
}

function span(first: string, last: string): string {
  return first === last ? monthAndYear(first) : `${monthAndYear(first)}\u00A0— ${monthAndYear(last)}`;
}

function about(months: readonly DocumentTotals[]): string {
  const most = months.reduce((best, month) => (month.charged > best.charged ? month : best));
  const least = months.reduce((best, month) => (month.charged < best.charged ? month : best));
  const told = (month: DocumentTotals) => `${money(month.charged)} за ${monthAndYear(month.month)}`;
  return `Больше всего начислено ${told(most)}, меньше всего ${told(least)}. Все числа есть в таблице «Как менялся долг».`;
}

/** The scale of a chart: its lines, and how high a column is. */
interface Scale {
  readonly lines: readonly { readonly value: number; readonly y: number; readonly labelY: number }[];
  heightOf(value: number): number;
}

/** Lines at round values up to over the highest one, between the top and the baseline; steps are not below the least. */
export function scaleOf(
  highest: number,
  { top, baseline, leastStep = 0 }: { top: number; baseline: number; leastStep?: number },
): Scale {
  const step = Math.max(leastStep, stepFor(highest));
  const most = Math.ceil(highest / step) * step;
  return {
    lines: Array.from({ length: Math.round(most / step) }, (_, index) => {
      const value = (index + 1) * step;
      const y = round(baseline - (value * (baseline - top)) / most);
      return { value, y, labelY: y - 4 };
    }),
    heightOf: (value) => round((value / most) * (baseline - top)),
  };
}

/** A round number, such that two to five lines reach the highest column. */
function stepFor(highest: number): number {
  const power = 10 ** Math.floor(Math.log10(highest));
  const steps = [power / 5, power / 2, power, power * 2];
  return steps.find((step) => highest / step <= 5) ?? power * 2;
}

/** To hundredths, which is finer than a screen. */
export function round(value: number): number {
  return Math.round(value * 100) / 100;
}
