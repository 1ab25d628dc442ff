import { describe, expect, it } from '@jest/globals';
import { daysAfter } from '../../text/month.js';
import { lastDay } from './last-day.js';

const TODAY = '2026-12-01';

describe('The last day of somebody in a household', () => {
  it.each([
    ['2026-12-31', '2026-12-31'],
    ['31.12.2026', '2026-12-31'],
    ['1.3.2027', '2027-03-01'],
    ['29/02/2028', '2028-02-29'],
    ['2026-12-01', TODAY],
    ['2031-12-01', '2031-12-01'],
  ])('%s is %s', (typed, day) => {
    expect(lastDay(typed, TODAY)).toEqual({ day });
  });

  it.each([
    ['2026-11-30', 'Этот день уже прошёл'],
    ['2027-02-29', 'Такого дня нет'],
    ['31.12', 'Такого дня нет'],
    ['завтра', 'Такого дня нет'],
    ['0000-00-00', 'Такого дня нет'],
    ['9999-12-31', 'Слишком далеко'],
    ['2031-12-02', 'Слишком далеко'],
    ['2032-01-01', 'Слишком далеко'],
  ])('%s is refused: %s', (typed, words) => {
    const found = lastDay(typed, TODAY);
    expect('problem' in found && found.problem).toContain(words);
  });

  it('is followed by another, also at the end of a year', () => {
    expect([daysAfter('2026-12-31', 1), daysAfter('2028-02-28', 1)]).toEqual(['2027-01-01', '2028-02-29']);
  });
});
