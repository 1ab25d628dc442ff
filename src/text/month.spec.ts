import { describe, expect, it } from '@jest/globals';
import { calendarDay, isMonth, monthAndYear, monthName, monthsAfter, typedMonth } from './month.js';

describe('A month', () => {
  it('называется с годом и без него, в нужном падеже', () => {
    expect(monthAndYear('2026-10')).toBe('октябрь\u00A02026');
    expect(monthAndYear('2026-05-01', 'genitive')).toBe('мая\u00A02026');
    expect(monthName('2026-03', 'prepositional')).toBe('марте');
  });

  it.each(['2026-10', '1999-01', '2026-12'])('%s is one', (text) => expect(isMonth(text)).toBe(true));

  it.each(['2026-13', '2026-00', '2026-1', '0000-01', '2026-10-01', '2026-10 ', 'октябрь', ''])(
    '«%s» is none',
    (text) => expect(isMonth(text)).toBe(false),
  );

  it('знает свои дни', () => {
    expect(calendarDay('2026-11-06')).toBe('6\u00A0ноября\u00A02026');
    expect(() => monthName('2026-13')).toThrow(RangeError);
  });

  it('is so many months after another', () => {
    expect(monthsAfter('2026-11', 2)).toBe('2027-01');
    expect(monthsAfter('2026-01', -1)).toBe('2025-12');
  });
});

describe('A month that somebody has typed', () => {
  it.each([
    ['2026-10', '2026-10'],
    ['10.2026', '2026-10'],
    [' 1.2026', '2026-01'],
    ['Октябрь 2026', '2026-10'],
    ['мая\u00A02026', '2026-05'],
  ])('«%s» is %s', (text, month) => expect(typedMonth(text)).toBe(month));

  it.each(['13.2026', '10.26', 'окт 2026', 'брюмер 2026', '2026', '23.11.2026', ''])('«%s» is none', (text) =>
    expect(typedMonth(text)).toBeUndefined(),
  );
});
