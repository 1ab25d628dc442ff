import { describe, expect, it } from '@jest/globals';
import { ageDays } from './debt-age.js';

describe('Ages of a debt', () => {
  it.each([
    ['2026-11-29', '2026-10-29', '2026-09-29', '2026-05-29'],
    ['2026-03-31', '2026-02-28', '2026-01-31', '2025-09-30'],
    ['2028-03-31', '2028-02-29', '2028-01-31', '2027-09-30'],
    ['2026-01-15', '2025-12-15', '2025-11-15', '2025-07-15'],
  ])('on %s begin on %s, %s and %s', (today, month, two, six) => {
    expect(ageDays(today)).toEqual({ today, month, two, six });
  });
});
