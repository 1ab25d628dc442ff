import { describe, expect, it } from '@jest/globals';
import { minuteIn } from '../core/clock.js';
import { deadline, soonAt, urgencyOf } from './terms.js';

const IRKUTSK = 'Asia/Irkutsk';
const at = (local: string): Date => new Date(`${local.replace(' ', 'T')}:00+08:00`);
const minuteOfDay = (moment: Date): number => minuteIn(moment, IRKUTSK);
const CHUTE = { minutes: 120, hours: { from: 8, to: 23 } };

describe('deadline', () => {
  it.each([
    ['a leak, to be stopped', '2026-11-23 10:00', { minutes: 30 }, '2026-11-23 10:30'],
    ['a blocked sewer over midnight', '2026-11-23 23:50', { minutes: 120 }, '2026-11-24 01:50'],
    ['a blocked chute in the evening', '2026-11-23 20:00', CHUTE, '2026-11-23 22:00'],
    ['a blocked chute to the very end of its day', '2026-11-23 21:00', CHUTE, '2026-11-23 23:00'],
    ['a blocked chute that the night interrupts', '2026-11-23 22:30', CHUTE, '2026-11-24 09:30'],
    ['a blocked chute at night', '2026-11-24 03:00', CHUTE, '2026-11-24 10:00'],
    ['a blocked chute when its day ends', '2026-11-23 23:00', CHUTE, '2026-11-24 10:00'],
    ['a blocked chute on New Year’s Eve', '2026-12-31 22:30', CHUTE, '2027-01-01 09:30'],
    ['damage, three days over New Year', '2026-12-31 10:00', { minutes: 4320 }, '2027-01-03 10:00'],
    ['a term of several chute days', '2026-11-23 22:00', { ...CHUTE, minutes: 1860 }, '2026-11-25 23:00'],
  ])('%s', (_what, from, term, due) => {
    expect(deadline(at(from), term, minuteOfDay)).toEqual(at(due));
  });

  it('keeps the seconds of the registration', () => {
    const from = new Date('2026-11-23T22:30:40+08:00');
    expect(deadline(from, CHUTE, minuteOfDay)).toEqual(new Date('2026-11-24T09:30:40+08:00'));
  });
});

describe('soonAt', () => {
  const RULE = { percent: 25, minutes: 60 };

  it('is the last quarter of a long term', () => {
    expect(soonAt(at('2026-11-23 10:00'), at('2026-11-26 10:00'), RULE)).toEqual(at('2026-11-25 16:00'));
  });

  it('is the last hour of a short one', () => {
    expect(soonAt(at('2026-11-23 10:00'), at('2026-11-23 12:00'), RULE)).toEqual(at('2026-11-23 11:00'));
  });
});

describe('urgencyOf', () => {
  const terms = { dueAt: at('2026-11-23 12:00'), soonAt: at('2026-11-23 11:00') };

  it.each([
    ['2026-11-23 10:59', 'calm'],
    ['2026-11-23 11:00', 'soon'],
    ['2026-11-23 12:00', 'soon'],
    ['2026-11-23 12:01', 'late'],
  ])('at %s is %s', (now, urgency) => {
    expect(urgencyOf(terms, at(now))).toBe(urgency);
  });

  it('is calm when nothing is to be kept any more', () => {
    expect(urgencyOf({ dueAt: null, soonAt: null }, at('2026-11-23 12:00'))).toBe('calm');
  });
});
