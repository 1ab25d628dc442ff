import { describe, expect, it } from '@jest/globals';
import { WORKING_DAYS, yearCalendar } from '../../test/support/production-calendars.js';
import { UnknownYear, WorkingDays } from './working-days.js';

describe('Working days', () => {
  it.each([
    ['2025-12-24', '2025-12-29', '2026-01-12', '2026-01-19'],
    ['2025-12-30', '2026-01-14', '2026-01-16', '2026-01-23'],
    ['2026-01-05', '2026-01-14', '2026-01-16', '2026-01-23'],
    ['2026-04-28', '2026-05-04', '2026-05-06', '2026-05-14'],
    ['2026-11-23', '2026-11-26', '2026-11-30', '2026-12-07'],
    ['2026-12-18', '2026-12-23', '2026-12-25', '2027-01-12'],
    ['2026-12-30', '2027-01-13', '2027-01-15', '2027-01-22'],
    ['2027-02-15', '2027-02-18', '2027-02-20', '2027-03-02'],
    ['2027-04-26', '2027-04-29', '2027-05-04', '2027-05-12'],
  ])('after %s: three, five and ten', (day, three, five, ten) => {
    expect([3, 5, 10].map((count) => WORKING_DAYS.end(day, { count, unit: 'working' }))).toEqual([
      three,
      five,
      ten,
    ]);
  });

  it('are not guessed in a year whose calendar is not known', () => {
    expect(() => WORKING_DAYS.after('2027-12-27', 10)).toThrow(new UnknownYear(2028));
    expect(() => WORKING_DAYS.after('2027-12-27', 5)).toThrow(UnknownYear);
    expect(WORKING_DAYS.after('2027-12-27', 3)).toBe('2027-12-30');
    expect(WORKING_DAYS.knows('2028-01-10')).toBe(false);
    const other = { count: 30, unit: 'day' } as const;
    expect(() => WORKING_DAYS.end('2027-12-27', other)).toThrow(UnknownYear);
  });

  it('hold a short Saturday of work, and no Monday that was moved to it', () => {
    expect(WORKING_DAYS.isWorking('2027-02-20')).toBe(true);
    expect(WORKING_DAYS.isWorking('2027-02-22')).toBe(false);
  });
});

describe('A term in days and months', () => {
  it.each([
    // 30 days end on a Saturday
    ['2026-11-26', 30, 'day', '2026-12-28'],
    ['2026-11-23', 30, 'day', '2026-12-23'],
    // the end falls into the holidays of the new year
    ['2026-12-04', 30, 'day', '2027-01-11'],
    // no 31 February, and the 28th is a Sunday
    ['2026-12-31', 2, 'month', '2027-03-01'],
    ['2026-10-30', 2, 'month', '2026-12-30'],
    ['2026-08-31', 1, 'month', '2026-09-30'],
    ['2026-11-05', 2, 'month', '2027-01-11'],
    // a Saturday
    ['2026-11-28', 0, 'working', '2026-11-30'],
  ] as const)('from %s, %i %s: until %s', (day, count, unit, end) => {
    expect(WORKING_DAYS.end(day, { count, unit })).toBe(end);
  });
});

describe('What is left of a term', () => {
  it.each([
    ['2026-11-23', '2026-12-07', 10],
    ['2026-12-07', '2026-12-07', 0],
    ['2026-12-30', '2027-01-12', 2],
    ['2026-12-08', '2026-12-07', -1],
    // on a Sunday one working day has passed since Thursday
    ['2026-12-13', '2026-12-10', -1],
  ])('from %s until %s: %i', (from, until, left) => {
    expect(WORKING_DAYS.left(from, until)).toBe(left);
  });

  it.each([
    ['2026-12-07', 2, '2026-12-03'],
    ['2027-01-12', 3, '2026-12-29'],
    ['2027-02-24', 1, '2027-02-20'],
  ])('the day from which to %s there are %i left is %s', (day, count, found) => {
    expect(WORKING_DAYS.before(day, count)).toBe(found);
    expect(WORKING_DAYS.left(found, day)).toBe(count);
  });

  it('is not guessed either', () => {
    expect(() => new WorkingDays([yearCalendar(2027)]).before('2027-01-11', 1)).toThrow(
      new UnknownYear(2026),
    );
  });
});
