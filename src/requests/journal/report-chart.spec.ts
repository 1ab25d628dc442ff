import { describe, expect, it } from '@jest/globals';
import { daysChart } from './report-chart.js';

const month = (counts: Record<number, number>) =>
  Array.from({ length: 30 }, (_, index) => ({ day: index + 1, count: counts[index + 1] ?? 0 }));

describe('daysChart', () => {
  it('draws nothing where there is nothing', () => {
    expect(daysChart(month({}))).toBeNull();
  });

  it('has a bar for each day, as high as its count, and names every fifth', () => {
    const chart = daysChart(month({ 1: 4, 30: 2 }))!;
    expect(chart.bars).toHaveLength(30);
    expect(chart.bars[0]!.height).toBe(2 * chart.bars[29]!.height);
    expect(chart.bars[1]!.height).toBe(0);
    expect(chart.bars.map(({ label }) => label).filter(Boolean)).toEqual([
      '1',
      '5',
      '10',
      '15',
      '20',
      '25',
      '30',
    ]);
  });

  it.each([
    [1, [1]],
    [2, [1, 2]],
    [3, [1, 2, 3]],
    [25, [5, 10, 15, 20, 25]],
  ])('has lines of whole requests only, for %i at most %j', (highest, labels) => {
    expect(daysChart(month({ 7: highest }))!.lines.map(({ label }) => label)).toEqual(labels);
  });

  it('stays within its place', () => {
    for (const { x, width, y, height } of daysChart(month({ 1: 7, 30: 3 }))!.bars) {
      expect([x >= 0, x + width <= 100, y >= 0, y + height <= 190]).toEqual([true, true, true, true]);
    }
  });
});
