import { describe, expect, it } from '@jest/globals';
import { isDue, owedBy } from './owed.js';

describe('The second factor', () => {
  it('is due from its day on, and never where no day is set', () => {
    expect(isDue('2027-01-15', '2027-01-14')).toBe(false);
    expect(isDue('2027-01-15', '2027-01-15')).toBe(true);
    expect(isDue('2027-01-15', '2028-01-01')).toBe(true);
    expect(isDue('', '2028-01-01')).toBe(false);
  });

  it.each([
    [true, false, true, 'password'],
    [true, true, false, 'password'],
    [false, false, true, 'second factor'],
    [false, false, false, undefined],
    [false, true, true, undefined],
  ] as const)('one-time password %s, second factor %s, due %s: owed is %s', (...row) => {
    const [oneTimePassword, secondFactor, due, owed] = row;
    expect(owedBy({ oneTimePassword, secondFactor, due })).toBe(owed);
  });
});
