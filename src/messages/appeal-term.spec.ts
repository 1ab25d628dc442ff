import { describe, expect, it } from '@jest/globals';
import { WORKING_DAYS } from '../../test/support/production-calendars.js';
import { UnknownYear } from '../calendar/working-days.js';
import { type AnswerTerm, dueOf, workingDaysLeft } from './appeal-term.js';

const working = (count: number): AnswerTerm => ({ term_count: count, term_unit: 'working' });

describe('The term of an entry', () => {
  it.each([
    ['2026-04-28', '2026-05-04', '2026-05-06', '2026-05-14'],
    ['2026-11-23', '2026-11-26', '2026-11-30', '2026-12-07'],
    ['2026-12-18', '2026-12-23', '2026-12-25', '2027-01-12'],
    ['2026-12-30', '2027-01-13', '2027-01-15', '2027-01-22'],
    ['2027-02-15', '2027-02-18', '2027-02-20', '2027-03-02'],
    ['2027-04-26', '2027-04-29', '2027-05-04', '2027-05-12'],
  ])('of %s ends on working days of the law', (day, three, five, ten) => {
    const ends = [3, 5, 10].map((count) => dueOf(day, working(count), WORKING_DAYS, 4).due);
    expect(ends).toEqual([three, five, ten]);
  });

  it('is not guessed where it goes into a year that is not known', () => {
    expect(dueOf('2027-12-27', working(3), WORKING_DAYS, 4).due).toBe('2027-12-30');
    expect(() => dueOf('2027-12-27', working(10), WORKING_DAYS, 4)).toThrow(new UnknownYear(2028));
  });

  it('in days of the calendar and in months ends on a working day', () => {
    const end = (day: string, count: number, unit: AnswerTerm['term_unit']) =>
      dueOf(day, { term_count: count, term_unit: unit }, WORKING_DAYS, 4).due;
    expect(end('2026-11-11', 10, 'day')).toBe('2026-11-23');
    expect(end('2026-11-23', 30, 'day')).toBe('2026-12-23');
    expect(end('2026-12-31', 2, 'month')).toBe('2027-03-01');
    expect(end('2026-11-28', 0, 'working')).toBe('2026-11-30');
  });

  it('is called soon over some working days before', () => {
    expect(dueOf('2026-11-13', working(10), WORKING_DAYS, 4)).toEqual({
      ...{ due: '2026-11-27', soon: '2026-11-23' },
    });
  });

  it.each([
    [1, '2026-11-24', '2026-11-24'],
    [2, '2026-11-24', '2026-11-25'],
    [3, '2026-11-25', '2026-11-26'],
    [4, '2026-11-25', '2026-11-27'],
    [5, '2026-11-26', '2026-11-30'],
    [9, '2026-12-01', '2026-12-04'],
    [15, '2026-12-08', '2026-12-14'],
  ])('of %s working days is not called soon over when it has just begun', (count, soon, due) => {
    expect(dueOf('2026-11-23', working(count), WORKING_DAYS, 4)).toEqual({ due, soon });
  });

  it.each([
    ['2026-11-27', 3, 'day', '2026-11-30', '2026-11-30'],
    ['2026-12-30', 3, 'working', '2027-01-12', '2027-01-13'],
    ['2026-12-31', 1, 'working', '2027-01-11', '2027-01-11'],
    ['2026-11-23', 1, 'month', '2026-12-17', '2026-12-23'],
  ] as const)('of %s for %s × %s counts working days only', (day, term_count, term_unit, soon, due) => {
    expect(dueOf(day, { term_count, term_unit }, WORKING_DAYS, 4)).toEqual({ due, soon });
  });

  it('has so many working days left', () => {
    expect(workingDaysLeft('2026-11-23', '2026-11-27', WORKING_DAYS)).toBe(4);
    expect(workingDaysLeft('2026-11-28', '2026-11-30', WORKING_DAYS)).toBe(1);
    expect(workingDaysLeft('2026-11-25', '2026-11-23', WORKING_DAYS)).toBe(-2);
    expect(workingDaysLeft('2027-12-27', '2028-01-12', WORKING_DAYS)).toBeUndefined();
  });
});
