import { describe, expect, it } from '@jest/globals';
import { historyChart } from './history-chart.js';

describe('The chart of consumption', () => {
  it('draws nothing where nothing is known', () => {
    expect(historyChart([])).toBeNull();
    expect(historyChart([{ month: '2026-10', used: null }])).toBeNull();
  });

  it('begins and ends with what is known, names each January and a year', () => {
    const months = Array.from({ length: 12 }, (_, n) => ({
      month: n < 2 ? `2025-${11 + n}` : `2026-${String(n - 1).padStart(2, '0')}`,
      used: n === 0 || n === 5 || n === 11 ? null : 4,
    }));
    const { bars } = historyChart(months)!;
    expect(bars.map(({ label }) => label).join(' ')).toBe('дек янв фев мар апр май июн июл авг сен');
    expect(bars.filter(({ year }) => year !== '').map(({ label }) => label)).toEqual(['янв']);
    expect(bars.filter(({ spare }) => !spare).map(({ label }) => label)).toEqual(
      'янв мар май июл сен'.split(' '),
    );
    expect(bars.map(({ height }) => height > 0).indexOf(false)).toBe(4);
  });

  it('keeps every bar below the highest line, and months without a reading empty', () => {
    const chart = historyChart([
      { month: '2026-08', used: 4.2 },
      { month: '2026-09', used: null },
      { month: '2026-10', used: 6.55 },
    ])!;
    const highest = Math.min(...chart.lines.map(({ y }) => y));
    expect(chart.bars.every(({ y }) => y >= highest && y <= chart.baseline)).toBe(true);
    expect(chart.bars.map(({ height }) => height > 0)).toEqual([true, false, true]);
    expect(chart.bars.map(({ label }) => label)).toEqual(['авг', 'сен', 'окт']);
    expect(chart.bars.every(({ x, width }) => x + width <= 100)).toBe(true);
  });
});
