import { describe, expect, it } from '@jest/globals';
import { Round } from './round.js';

const at = (time: string) => new Date(`2026-11-24T${time}:00Z`);

describe('A round of reminders', () => {
  it('begins with the process', () => {
    expect(new Round().holds('rules', at('10:00'))).toBe(false);
  });

  it('holds for three hours after it began, also when the clock was put back a little', () => {
    const round = new Round();
    round.ended('rules', at('10:00'));
    const times = ['06:59', '09:58', '10:00', '12:59', '13:00'];
    expect(times.map((time) => round.holds('rules', at(time)))).toEqual([false, true, true, true, false]);
  });

  it('holds for its own rules only', () => {
    const round = new Round();
    round.ended('rules', at('10:00'));
    expect(round.holds('others', at('10:01'))).toBe(false);
  });
});
