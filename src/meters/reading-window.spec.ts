import { describe, expect, it } from '@jest/globals';
import { daysBetween, monthOfDay, windowAt } from './reading-window.js';

const USUAL = { startDay: 20, endDay: 25, endsNextMonth: false, strict: false };
const WATER = { startDay: 15, endDay: 3, endsNextMonth: true, strict: false };
const LATE = { startDay: 25, endDay: 31, endsNextMonth: false, strict: false };

describe('A window for readings', () => {
  it.each([
    ['2026-11-19', false, '2026-11'],
    ['2026-11-20', true, '2026-11'],
    ['2026-11-25', true, '2026-11'],
    ['2026-11-26', false, '2026-12'],
  ])('from the 20th to the 25th: on %s it is open — %s, for %s', (day, open, period) => {
    expect(windowAt(day, USUAL)).toMatchObject({ open, period });
  });

  it.each([
    ['2026-12-31', true, '2026-12'],
    ['2027-01-02', true, '2026-12'],
    ['2027-01-03', true, '2026-12'],
    ['2027-01-04', false, '2027-01'],
  ])('that goes on into the next month: on %s it is open — %s, for %s', (day, open, period) => {
    expect(windowAt(day, WATER)).toMatchObject({ open, period });
  });

  it('keeps within a short month', () => {
    expect(windowAt('2027-02-10', LATE)).toEqual({
      open: false,
      period: '2027-02',
      opens: '2027-02-25',
      closes: '2027-02-28',
    });
    expect(windowAt('2028-02-29', LATE)).toMatchObject({ open: true, closes: '2028-02-29' });
  });

  it.each([
    ['2026-11-26', USUAL, '2026-11'],
    ['2026-12-03', USUAL, '2026-12'],
    ['2026-12-31', WATER, '2026-12'],
    ['2027-01-03', WATER, '2026-12'],
    ['2027-01-04', WATER, '2027-01'],
    ['2027-02-28', { ...WATER, startDay: 31, endDay: 30 }, '2027-01'],
  ])('a dial that the office reads on %s, by %j, is charged in %s', (day, rule, month) => {
    expect(monthOfDay(day, rule)).toBe(month);
  });

  it('counts days', () => {
    expect(daysBetween('2026-11-23', '2026-11-25')).toBe(2);
    expect(daysBetween('2026-12-30', '2027-01-03')).toBe(4);
  });
});
