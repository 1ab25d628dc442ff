import { describe, expect, it } from '@jest/globals';
import { checked, yearBefore } from './period.js';

const words = { turned: 'turned', long: 'long' };
const wrong = (since: string, until: string): string | undefined =>
  checked({ since, until }, yearBefore(until), words).wrong;

describe('A period', () => {
  it.each([
    ['2026-11-17', '2026-11-17', undefined],
    ['2025-11-17', '2026-11-17', undefined],
    ['2025-11-16', '2026-11-17', 'long'],
    ['2026-11-18', '2026-11-17', 'turned'],
    ['2027-02-28', '2028-02-29', 'long'],
    ['2027-03-01', '2028-02-29', undefined],
  ])('from %s to %s is %s', (since, until, what) => {
    expect(wrong(since, until)).toBe(what);
  });
});
