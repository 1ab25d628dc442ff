import { describe, expect, it } from '@jest/globals';
import { WORKING_DAYS } from './working-calendars.js';

describe('Working days', () => {
  it.each([
    ['2026-01-05', '2026-01-14', '2026-01-16', '2026-01-23'],
    ['2026-04-28', '2026-05-04', '2026-05-06', '2026-05-14'],
    ['2026-11-23', '2026-11-26', '2026-11-30', '2026-12-07'],
    ['2026-12-18', '2026-12-23', '2026-12-25', '2027-01-12'],
    ['2026-12-30', '2027-01-13', '2027-01-15', '2027-01-22'],
    ['2027-02-15', '2027-02-18', '2027-02-20', '2027-03-02'],
    ['2027-04-26', '2027-04-29', '2027-05-04', '2027-05-12'],
  ])('after %s: three, five and ten', (day, three, five, ten) => {
    expect([3, 5, 10].map((count) => WORKING_DAYS.after(day, count))).toEqual([three, five, ten]);
  });

  it('are 247 in 2026 and in 2027', () => {
    for (const year of [2026, 2027]) {
      let count = 0;
      for (let at = Date.UTC(year, 0, 1); at < Date.UTC(year + 1, 0, 1); at += 86_400_000) {
        if (WORKING_DAYS.isWorking(new Date(at).toISOString().slice(0, 10))) count += 1;
      }
      expect(count).toBe(247);
    }
  });

  it('are not guessed in a year whose calendar is not known', () => {
    expect(() => WORKING_DAYS.after('2027-12-27', 5)).toThrow(RangeError);
    expect(WORKING_DAYS.after('2027-12-27', 3)).toBe('2027-12-30');
    expect(WORKING_DAYS.knows('2028-01-10')).toBe(false);
  });
});
