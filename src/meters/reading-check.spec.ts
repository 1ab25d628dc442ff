import { describe, expect, it } from '@jest/globals';
import {
  averageOf,
  checkValue,
  consumed,
  leastExpected,
  looksSwapped,
  type CheckedValue,
} from './reading-check.js';

const value = (changes: Partial<CheckedValue>): CheckedValue => ({
  dial: { capacity: 5, decimals: 0 },
  previous: 0n,
  current: 0n,
  months: 1,
  usual: 13n,
  quietLimit: 600n,
  ...changes,
});

describe('A reading', () => {
  it.each([
    [5, 0, 123n, 130n, { kind: 'ok', consumption: 7n }],
    [5, 0, 99_987n, 12n, { kind: 'ask', doubt: 'rollover', consumption: 25n }],
    [5, 0, 99_999n, 0n, { kind: 'ask', doubt: 'rollover', consumption: 1n }],
    [4, 0, 9_999n, 3n, { kind: 'ask', doubt: 'rollover', consumption: 4n }],
    [5, 3, 99_998_750n, 420n, { kind: 'ask', doubt: 'rollover', consumption: 1_670n }],
    [5, 0, 500n, 120n, { kind: 'refuse' }],
    [5, 0, 110n, 1_234n, { kind: 'ask', doubt: 'growth', consumption: 1_124n }],
    [5, 0, 130n, 130n, { kind: 'ok', consumption: 0n }],
  ] as const)('of a dial %i + %i, before %s, now %s', (capacity, decimals, previous, current, verdict) => {
    const quietLimit = 600n * 10n ** BigInt(decimals);
    expect(checkValue(value({ dial: { capacity, decimals }, previous, current, quietLimit }))).toEqual(
      verdict,
    );
  });

  it('of a meter that nobody has read is taken', () => {
    expect(checkValue(value({ previous: null, current: 99_999n }))).toEqual({
      kind: 'ok',
      consumption: null,
    });
  });

  it('after months of silence may be that much larger', () => {
    const late = value({ previous: 100n, current: 1_500n, usual: 300n });
    expect(checkValue(late).kind).toBe('ask');
    expect(checkValue({ ...late, months: 2 }).kind).toBe('ok');
  });

  it.each([
    // of a flat that uses 2 to 4 m³ the calm amount of a stranger (30 m³) hides no slip of the keyboard
    [3_000n, 18_980n, 'ask'],
    [3_000n, 10_000n, 'ok'],
    [3_000n, 10_001n, 'ask'],
    [300n, 9_000n, 'ok'],
    [5_000n, 15_000n, 'ok'],
    [5_000n, 15_001n, 'ask'],
    [null, 18_980n, 'ok'],
    [null, 30_001n, 'ask'],
  ] as const)('of a cold meter that uses %s a month: %s more is %s', (usual, current, kind) => {
    const dial = { capacity: 5, decimals: 3 };
    expect(checkValue(value({ dial, current, usual, quietLimit: 30_000n })).kind).toBe(kind);
  });

  it.each([
    [3, 1, 5_000n, 1_667n],
    [3, 3, 5_000n, 5_000n],
    [0, 1, 300n, 100n],
    // less than a whole unit: nought is no wonder
    [3, 1, 900n, 0n],
    [3, 1, null, 0n],
  ] as const)(
    'with %i decimals, of %i months of %s, is out of the usual below %s',
    (decimals, months, usual, least) => {
      expect(leastExpected({ dial: { capacity: 5, decimals }, months, usual })).toBe(least);
    },
  );

  it('of hot water in the field of cold is noticed', () => {
    const dial = { capacity: 5, decimals: 3 };
    const cold = value({ dial, previous: 500_000n, current: 88_000n, usual: 6_000n, quietLimit: 30_000n });
    const hot = value({ dial, previous: 84_000n, current: 506_000n, usual: 4_000n, quietLimit: 20_000n });
    expect(looksSwapped(cold, hot)).toBe(true);
    expect(looksSwapped({ ...cold, current: 506_000n }, { ...hot, current: 88_000n })).toBe(false);
    expect(looksSwapped({ ...cold, current: 900_000n }, { ...hot, current: 88_000n })).toBe(false);
  });
});

describe('Consumption', () => {
  const dial = { capacity: 5, decimals: 0 };

  it('goes over zero', () => {
    expect(consumed(dial, 99_987n, 12n)).toBe(25n);
  });

  it('is an average when three months are known', () => {
    const past = (periods: [string, bigint][]) => periods.map(([period, of]) => ({ period, value: of }));
    expect(
      averageOf(
        dial,
        past([
          ['2026-10', 40n],
          ['2026-09', 25n],
          ['2026-07', 10n],
        ]),
      ),
    ).toBe(10n);
    expect(
      averageOf(
        dial,
        past([
          ['2026-10', 12n],
          ['2026-09', 99_990n],
          ['2026-07', 99_982n],
        ]),
      ),
    ).toBe(10n);
    expect(
      averageOf(
        dial,
        past([
          ['2026-10', 40n],
          ['2026-08', 10n],
        ]),
      ),
    ).toBeNull();
    expect(averageOf(dial, [])).toBeNull();
  });
});
