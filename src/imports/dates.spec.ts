import { describe, expect, it } from '@jest/globals';
import { Dates, slashOrder } from './dates.js';

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
    '2026-10-31T23:30:00+08:00',
    '2026-10-31T23:30:00.000+0300',
    '2026-10-31 23:30:00 Z',
    '31.10.2026 23:30',
    '31 октября 2026',
    '31 октября 2026 г.',
    '31\u00A0Октября\u00A02026\u00A0года',
    '«31» октября 2026 г.',
    '31-окт-26',
    '\u200e31.10.2026\u202c',
  ])('is read from «%s»', (text) => {
    expect(dates.day(text)).toEqual({ value: '2026-10-31' });
    expect(dates.day(text)).toEqual({ value: '2026-10-31' });
  });

  it.each([
    ['31.02.2026', /не дата/],
    ['2026.31.10', /не дата/],
    ['31.10-2026', /не дата/],
    ['вчера', /не дата/],
    ['31 февраля 2026', /не дата/],
    ['31 октопуса 2026', /не дата/],
    ['октябрь 2026', /не дата/],
    ['24 ноября 2026', /ещё не наступила/],
    ['46326', /не дата/],
    ['24.11.2026', /ещё не наступила/],
    ['31.10.1999', /раньше 2000 года/],
  ])('«%s» is refused', (text, reason) => {
    expect(dates.day(text).reason).toMatch(reason);
  });
});

describe('A day between slashes', () => {
  it('may begin with the month, where its column does', () => {
    const american = new Dates('2026-11-23', 2000, 'month');
    expect(american.day('11/05/2026')).toEqual({ value: '2026-11-05' });
    expect(american.day('10/31/26')).toEqual({ value: '2026-10-31' });
    expect(american.day('31/10/2026').reason).toMatch(/не дата/);
    expect(american.day('05.11.2026')).toEqual({ value: '2026-11-05' });
  });

  it.each([
    [['11/05/2026', '11/20/2026'], 'month'],
    [['05/11/2026', '20/11/2026 10:00'], 'day'],
    [['05/11/2026', '06/11/26', '', '20.11.2026'], 'unknown'],
    [['13/11/2026', '11/13/2026'], 'both'],
    [[], 'unknown'],
  ])('tells by all of its column which comes first: %j', (days, order) => {
    expect(slashOrder(days)).toBe(order);
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
    'октября 2026 года',
    'окт.26',
    'окт. 2026',
    'Октябрь 26',
    'октябрь-2026',
    'ОКТ 26 г.',
    'октябрь\u00A02026\u00A0г.',
    '5 октября 2026 г.',
  ])('is read from «%s»', (text) => {
    expect(dates.month(text)).toEqual({ value: '2026-10-01' });
  });

  it('may be the current one', () => {
    expect(dates.month('11.2026')).toEqual({ value: '2026-11-01' });
  });

  it.each([
    ['13.2026', /не месяц/],
    ['осень', /не месяц/],
    ['ок.26', /не месяц/],
    ['октопус 2026', /не месяц/],
    ['окт', /не месяц/],
    ['12.2026', /ещё не наступил/],
    ['122026', /ещё не наступил/],
    ['1999-12', /раньше 2000 года/],
  ])('«%s» is refused', (text, reason) => {
    expect(dates.month(text).reason).toMatch(reason);
  });
});
