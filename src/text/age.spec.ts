import { describe, expect, it } from '@jest/globals';
import { age, span } from './age.js';

const NOW = new Date('2026-11-23T10:00:00Z');

describe('How long ago', () => {
  it.each([
    ['2026-11-23T10:00:05Z', 'только что'],
    ['2026-11-23T09:59:30Z', 'только что'],
    ['2026-11-23T09:59:00Z', '1 минуту назад'],
    ['2026-11-23T09:55:00Z', '5 минут назад'],
    ['2026-11-23T07:00:00Z', '3 часа назад'],
    ['2026-11-22T10:00:00Z', '24 часа назад'],
    ['2026-11-21T10:00:00Z', '2 дня назад'],
    ['2026-10-12T10:00:00Z', '42 дня назад'],
  ])('%s was, it is said as «%s»', (at, words) => {
    expect(age(new Date(at), NOW)).toBe(words);
  });

  it('may be too long: hours become days when they make whole ones', () => {
    expect([1, 30, 48, 840].map(span)).toEqual(['1 часа', '30 часов', '2 дней', '35 дней']);
  });
});
