import { describe, expect, it } from '@jest/globals';
import { dayIn, hourIn } from './clock.js';

describe('the clock of a time zone', () => {
  it('knows the date of the company, not of the server', () => {
    expect(dayIn(new Date('2026-11-22T15:00:00Z'), 'Asia/Vladivostok')).toBe('2026-11-23');
    expect(dayIn(new Date('2026-12-31T20:59:59Z'), 'Europe/Moscow')).toBe('2026-12-31');
    expect(dayIn(new Date('2026-12-31T21:00:00Z'), 'Europe/Moscow')).toBe('2027-01-01');
  });

  it('counts hours from 0 to 23', () => {
    expect(hourIn(new Date('2026-12-31T21:59:59Z'), 'Europe/Moscow')).toBe(0);
    expect(hourIn(new Date('2026-12-31T20:00:00Z'), 'Europe/Moscow')).toBe(23);
  });
});
