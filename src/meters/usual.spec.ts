import { describe, expect, it } from '@jest/globals';
import { usualOf } from './usual.js';

const dial = { capacity: 5, decimals: 0 };

/** What is usual after months that used so much, the oldest first; `null` is a month without a value. */
function usual(used: (number | null)[], first = 100): ReturnType<typeof usualOf> {
  let value = BigInt(first);
  const values = [{ period: '2025-01', value }];
  for (const [index, one] of used.entries()) {
    if (one === null) continue;
    value = (value + BigInt(one)) % 100_000n;
    const month = index + 1;
    const period = `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
    values.push({ period, value });
  }
  return usualOf(dial, values.reverse());
}

describe('What is usual of a meter', () => {
  it('is known after three months', () => {
    expect(usual([5, 6])).toBeNull();
    expect(usual([5, 6, 7])).toEqual({ month: 6n, least: 5n, most: 7n });
    expect(usualOf(dial, [])).toBeNull();
  });

  it.each([
    ['none', [5, 6, 5, 7, 6, 5, 6], 6n],
    ['a month that was accepted wrong', [5, 6, 5, 1400, 7, 6, 5, 6], 6n],
    ['the first of them', [1400, 5, 6, 5, 7, 6, 5, 6], 6n],
    ['the last of them', [5, 6, 5, 7, 6, 5, 6, 1400], 6n],
    ['a value put right by going over zero', [5, 6, 5, 7, 1400, 98_612, 6, 5, 6], 6n],
    ['a month of holidays', [5, 6, 5, 7, 0, 6, 5, 6], 5n],
  ])('stays as it was with %s', (_, used, month) => {
    expect(usual(used)).toEqual({ month, least: 5n, most: 7n });
  });

  it('looks at a year', () => {
    const old = Array<number>(6).fill(40);
    expect(usual([...old, ...Array<number>(12).fill(6)])).toEqual({ month: 6n, least: 6n, most: 6n });
  });

  it('shares what was used in months without a value among them', () => {
    expect(usual([null, null, 30])).toEqual({ month: 10n, least: 10n, most: 10n });
    expect(usual([4, null, 12, 5])).toEqual({ month: 5n, least: 4n, most: 6n });
  });

  it('goes over zero', () => {
    expect(usual([5, 6, 7], 99_990)).toEqual({ month: 6n, least: 5n, most: 7n });
  });

  it('is nothing where nobody lives', () => {
    expect(usual([0, 0, 0, 0, 9])).toEqual({ month: 0n, least: 0n, most: 0n });
  });
});
