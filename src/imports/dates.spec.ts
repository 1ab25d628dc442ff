import { describe, expect, it } from '@jest/globals';
import { Dates } from './dates.js';

const dates = new Dates('2026-11-23');

describe('A day', () => {
  it.each([
    '2026-10-31',
    '31.10.2026',
    '31/10/2026',
    '31-10-2026',
    '31.10.26',
    '31.10.2026 00:00:00',
    ' 31.10.2026',
  ])('is read from «%s»', (text) => {
    expect(dates.day(text)).toEqual({ value: '2026-10-31' });
    expect(dates.day(text)).toEqual({ value: '2026-10-31' });
  });

  it.each([
    ['31.02.2026', /не дата/],
    ['2026.31.10', /не дата/],
    ['31.10-2026', /не дата/],
    ['вчера', /не дата/],
    ['46326', /не дата/],
    ['24.11.2026', /ещё не наступила/],
    ['31.10.1999', /раньше 2000 года/],
  ])('«%s» is refused', (text, reason) => {
    expect(dates.day(text).reason).toMatch(reason);
  });
});

describe('A month', () => {
  it.each([
    '2026-10',
    '10.2026',
    '10/2026',
    '102026',
    '202610',
    '2026-10-01',
    '01.10.2026',
    'октябрь 2026',
    'Октябрь 2026 г.',
  ])('is read from «%s»', (text) => {
    expect(dates.month(text)).toEqual({ value: '2026-10-01' });
  });

  it('may be the current one', () => {
    expect(dates.month('11.2026')).toEqual({ value: '2026-11-01' });
  });

  it.each([
    ['13.2026', /не месяц/],
    ['осень', /не месяц/],
    ['12.2026', /ещё не наступил/],
    ['122026', /ещё не наступил/],
    ['1999-12', /раньше 2000 года/],
  ])('«%s» is refused', (text, reason) => {
    expect(dates.month(text).reason).toMatch(reason);
  });
});
