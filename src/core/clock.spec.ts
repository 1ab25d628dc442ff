import { describe, expect, it } from '@jest/globals';
import { dayIn, hourIn, momentIn } from './clock.js';

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

  it('finds the moment that a day and a time name', () => {
    expect(momentIn('2026-11-23', '10:42', 'Asia/Irkutsk')).toEqual(new Date('2026-11-23T02:42:00Z'));
    expect(momentIn('2027-01-01', '00:00', 'Europe/Moscow')).toEqual(new Date('2026-12-31T21:00:00Z'));
    expect(momentIn('2026-07-01', '12:00', 'Europe/Berlin')).toEqual(new Date('2026-07-01T10:00:00Z'));
  });

  it('knows no moment for a day or a time that does not come', () => {
    expect(momentIn('2026-02-30', '10:00', 'Asia/Irkutsk')).toBeUndefined();
    expect(momentIn('2026-11-23', '25:00', 'Asia/Irkutsk')).toBeUndefined();
    // typed halfway, or nonsense
    for (const day of ['0000-01-01', '0001-01-01', '9999-12-31', '10000-01-01', '26-11-23']) {
      expect([day, momentIn(day, '23:59', 'Asia/Irkutsk')]).toEqual([day, undefined]);
    }
    expect(momentIn('0026-12-01', '10:00', 'Asia/Irkutsk')?.getUTCFullYear()).toBe(26);
    // clocks go forward over it
    expect(momentIn('2026-03-29', '02:30', 'Europe/Berlin')).toBeUndefined();
  });
});
