import { describe, expect, it } from '@jest/globals';
import { isExportDue } from './export-days.js';

const SIX = 6 * 60;

describe('An export by itself', () => {
  it('is due each day from the time on', () => {
    const daily = { exportAt: '06:00', exportDays: [] };
    expect(isExportDue('2026-11-23', SIX - 1, daily)).toBe(false);
    expect(isExportDue('2026-11-23', SIX, daily)).toBe(true);
    expect(isExportDue('2026-11-23', 24 * 60 - 1, daily)).toBe(true);
  });

  it.each([
    ['2026-11-26', true],
    ['2026-11-27', false],
    ['2026-11-30', true],
    ['2026-12-30', false],
    ['2026-12-31', true],
    ['2028-02-29', true],
    ['2027-02-28', true],
    ['2028-02-28', false],
  ])('on days of a month, of which the last may be meant: %s is %s', (day, due) => {
    expect(isExportDue(day, SIX, { exportAt: '06:00', exportDays: [26, 31] })).toBe(due);
  });
});
