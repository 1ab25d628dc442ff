import { describe, expect, it } from '@jest/globals';
import { windowAt } from '../../meters/reading-window.js';
import { isClosing, isDaytime, noticesOn } from './reminder-days.js';

const RULE = { startDay: 20, endDay: 25, endsNextMonth: false, strict: false };
const LONG = { startDay: 15, endDay: 3, endsNextMonth: true, strict: false };

const closing = (today: string, days = 3, rule = RULE) => isClosing(windowAt(today, rule), today, days);
const noticeOf = (due: string, today: string) =>
  noticesOn(today).find((one) => one.due === due)?.notice ?? null;

describe('A reminder of readings', () => {
  it('is due from so many days before the last day until that day', () => {
    const days = ['2026-11-19', '2026-11-20', '2026-11-21', '2026-11-22', '2026-11-25', '2026-11-26'];
    expect(days.map((today) => closing(today))).toEqual([false, false, false, true, true, false]);
  });

  it('is due on the last day only with no days before it, and on the first one of a window that is shorter', () => {
    expect(['2026-11-24', '2026-11-25'].map((today) => closing(today, 0))).toEqual([false, true]);
    expect(['2026-11-19', '2026-11-20'].map((today) => closing(today, 30))).toEqual([false, true]);
  });

  it('follows a window over the end of the year', () => {
    const days = ['2026-12-30', '2026-12-31', '2027-01-03', '2027-01-04'];
    expect(days.map((today) => closing(today, 3, LONG))).toEqual([false, true, true, false]);
  });

  it('comes by day', () => {
    expect([0, 8, 9, 15, 20, 21, 23].map(isDaytime)).toEqual([false, false, true, true, true, false, false]);
  });
});

describe('A notice of a verification', () => {
  it('is due at 90, 30 and 7 days', () => {
    expect(noticeOf('2026-12-10', '2026-09-10')).toBeNull();
    expect(noticeOf('2026-12-10', '2026-09-11')).toBe(90);
    expect(noticeOf('2026-12-10', '2026-11-10')).toBe(30);
    expect(noticeOf('2026-12-10', '2026-12-03')).toBe(7);
  });

  it('is made good after the day has been missed, and never comes too late', () => {
    expect(noticeOf('2026-12-10', '2026-11-09')).toBe(90);
    expect(noticeOf('2026-12-10', '2026-11-25')).toBe(30);
    expect(noticeOf('2026-12-10', '2026-12-10')).toBe(7);
    expect(noticeOf('2026-12-10', '2026-12-11')).toBeNull();
  });
});
