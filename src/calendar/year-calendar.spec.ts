import { describe, expect, it } from '@jest/globals';
import { yearCalendar } from '../../test/support/production-calendars.js';
import { daysOf, differences, plain, workingDaysOf } from './year-calendar.js';

describe('A calendar of a year', () => {
  it.each([2025, 2026, 2027] as const)('has 247 working days in %i', (year) => {
    expect(workingDaysOf(yearCalendar(year))).toBe(247);
  });

  it('has a day more every fourth year', () => {
    expect([daysOf(2027).length, daysOf(2028).length]).toEqual([365, 366]);
  });

  it('does not say that a Saturday is off', () => {
    const days = [
      { day: '2027-03-08', kind: 'off' },
      { day: '2027-01-02', kind: 'off' },
      { day: '2027-02-20', kind: 'short' },
    ] as const;
    expect(plain(2027, days).days).toEqual([days[2], days[0]]);
  });

  it('differs from another where a day is told otherwise', () => {
    const before = yearCalendar(2027);
    const days = before.days.filter(({ day }) => day !== '2027-11-05');
    expect(differences(before, before)).toEqual([]);
    expect(differences(before, { year: 2027, days })).toEqual([
      { day: '2027-11-05', was: { day: '2027-11-05', kind: 'off', from: '2027-01-02' }, now: undefined },
    ]);
  });
});
