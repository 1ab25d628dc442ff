import { describe, expect, it } from '@jest/globals';
import { WORKING_DAYS } from '../../test/support/production-calendars.js';
import { UnknownYear } from '../calendar/working-days.js';
import { dueDate, plainDueDate } from './due-date.js';

describe('The last day to pay', () => {
  it.each([
    ['2025-12-01', '2026-01-12'],
    ['2026-01-01', '2026-02-10'],
    ['2026-02-01', '2026-03-10'],
    ['2026-03-01', '2026-04-15'],
    ['2026-06-01', '2026-07-15'],
    ['2026-07-01', '2026-08-17'],
    ['2026-10-01', '2026-11-16'],
    ['2026-12-01', '2027-01-15'],
    ['2027-04-01', '2027-05-17'],
  ])('for %s is %s', (period, day) => {
    expect(dueDate(period, WORKING_DAYS)).toBe(day);
  });

  it('is not moved between March 2026 and July 2027 but in three months', () => {
    const moved = [];
    for (let month = 1; month < 17; month += 1) {
      const period = new Date(Date.UTC(2026, month, 1)).toISOString().slice(0, 10);
      const day = dueDate(period, WORKING_DAYS);
      if (!day.endsWith('-15') && period >= '2026-03-01') moved.push(day);
    }
    expect(moved).toEqual(['2026-08-17', '2026-11-16', '2027-05-17']);
  });

  it('is not guessed where the calendar is not known', () => {
    expect(() => dueDate('2027-12-01', WORKING_DAYS)).toThrow(new UnknownYear(2028));
    expect(plainDueDate('2023-12-01')).toBe('2024-01-10');
    expect(plainDueDate('2027-12-01')).toBe('2028-01-15');
  });
});
