import { describe, expect, it } from '@jest/globals';
import { historyChart } from './history-chart.js';

describe('The chart of consumption', () => {
  it('draws nothing where nothing is known', () => {
    expect(historyChart([])).toBeNull();
    expect(historyChart([{ month: '2026-10', used: null }])).toBeNull();
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
