import { describe, expect, it } from '@jest/globals';
import { dayOfMonth } from './gis-until.js';

const found = (text: string, period = '2026-10-01', today = '2026-11-29') => dayOfMonth(text, period, today);

describe('Column M of the template of ГИС ЖКХ', () => {
  it('is a day of the month, and of a shorter month its last one', () => {
    expect(found('1')).toBe('2026-10-01');
    expect(found(' 09 ')).toBe('2026-10-09');
    expect(found('31')).toBe('2026-10-31');
    expect(found('31.0')).toBe('2026-10-31');
    expect(found('31', '2026-02-01')).toBe('2026-02-28');
    expect(found('30', '2024-02-01')).toBe('2024-02-29');
    expect(found('31', '2026-09-01')).toBe('2026-09-30');
  });

  it('of a month that is not over is no day that is still to come', () => {
    expect(found('30', '2026-11-01')).toBe('2026-11-29');
    expect(found('20', '2026-11-01')).toBe('2026-11-20');
  });

  it.each(['', '0', '32', '31.10.2026', '-1', '1.5', 'x'])('is none in «%s»', (text) => {
    expect(found(text)).toBeUndefined();
  });
});
