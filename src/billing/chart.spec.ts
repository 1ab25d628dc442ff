import { describe, expect, it } from '@jest/globals';
import { chartOf } from './chart.js';
import type { DocumentTotals } from './document.js';

function month(number: number, charged: number, paid: number): DocumentTotals {
  return {
    month: `2026-${String(number).padStart(2, '0')}`,
    opening: 0n,
    charged: BigInt(charged),
    recalculated: 0n,
    benefit: 0n,
    penalty: 0n,
    paid: BigInt(paid),
    closing: 0n,
  };
}

describe('The chart', () => {
  it('draws columns in proportion, from the oldest month to the newest', () => {
    const { months, lines, baseline } = chartOf([month(10, 400_000, 100_000), month(9, 200_000, 0)])!;
    expect(months.map(({ label }) => label)).toEqual(['сен', 'окт']);
    const [september, october] = months;
    expect(october!.charged.height).toBeCloseTo(2 * september!.charged.height);
    expect(october!.paid.height).toBeCloseTo(october!.charged.height / 4);
    expect(september!.paid.height).toBe(0);
    expect(october!.charged.y + october!.charged.height).toBeCloseTo(baseline);
    expect(lines.map(({ label }) => label)).toEqual(['1\u00A0000', '2\u00A0000', '3\u00A0000', '4\u00A0000']);
  });

  it.each([1, 9, 10, 4999, 5001, 612_345, 99_999_999, 9_007_199_254_740_991])(
    'keeps %s kopecks below its highest line, with few lines',
    (kopecks) => {
      const { lines, months } = chartOf([month(1, kopecks, 0), month(12, 0, 0)])!;
      expect(lines.length).toBeGreaterThanOrEqual(2);
      expect(lines.length).toBeLessThanOrEqual(5);
      expect(months.at(-1)!.charged.y).toBeGreaterThanOrEqual(lines.at(-1)!.y);
    },
  );

  it('stays within its place with twelve months', () => {
    const { months } = chartOf(Array.from({ length: 12 }, (_, index) => month(12 - index, 5, 7)))!;
    expect(months.at(-1)!.paid.x + months.at(-1)!.paid.width).toBeLessThanOrEqual(100);
    // Of every second the one that is January, whose year stands below it.
    expect(months.filter(({ spare }) => !spare).map(({ label }) => label)).toEqual(
      'янв мар май июл сен ноя'.split(' '),
    );
    expect(months.every(({ spare, year }) => year === '' || !spare)).toBe(true);
  });

  it("names the years where they do not stand in each other's way", () => {
    const years = (...numbers: number[]) =>
      chartOf(numbers.map((number) => month(number, 1, 1)).reverse())!.months.map(({ year }) => year);
    expect(years(1, 2)).toEqual(['2026', '']);
    expect(years(11, 12, 1)).toEqual(['', '', '2026']);
    expect(years(8, 9, 10, 11, 1)).toEqual(['2026', '', '', '', '2026']);
    expect(years(8, 9, 10)).toEqual(['2026', '', '']);
    expect(years(8, 9, 10, 11)).toEqual(['', '2026', '', '']);
  });

  it('tells in words what it shows', () => {
    const { title, about } = chartOf([month(10, 400_000, 1), month(9, 200_000, 0)])!;
    expect(title).toBe('Начислено и оплачено: сентябрь\u00A02026\u00A0— октябрь\u00A02026');
    expect(about).toContain('Больше всего начислено 4\u00A0000,00\u00A0₽ за октябрь\u00A02026');
  });

  it('is not drawn when there is nothing to see, and a sum below zero is no column', () => {
    expect(chartOf([])).toBeNull();
    expect(chartOf([month(1, 0, 0), month(2, -500, 0)])).toBeNull();
    expect(chartOf([month(1, 5, 5)])).toBeNull();
    expect(chartOf([month(2, 5, 5), month(1, -500, 300)])!.months[0]!.charged.height).toBe(0);
  });
});
