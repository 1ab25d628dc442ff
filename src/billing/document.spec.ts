import { describe, expect, it } from '@jest/globals';
import { monthTotal } from './document.js';

describe('A month', () => {
  it('adds charges, recalculations and penalties to the debt, less benefits', () => {
    const totals = {
      month: '2026-10',
      opening: 5n,
      charged: 1000n,
      recalculated: -200n,
      benefit: 30n,
      penalty: 4n,
    };
    expect(monthTotal({ ...totals, paid: 7n, closing: 0n })).toBe(774n);
  });
});
