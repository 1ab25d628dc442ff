import { describe, expect, it } from '@jest/globals';
import { laterWords } from './later-words.js';

describe('laterWords', () => {
  it.each([
    ['2026-11-28', '2026-12', 'передали 28 ноября, зачтутся в декабре'],
    ['2026-11-01', '2026-11', 'передали 1 ноября, зачтутся в ноябре'],
    ['2026-12-29', '2027-01', 'передали 29 декабря 2026, зачтутся в январе 2027'],
  ])('of %s for %s are «%s»', (day, month, words) => {
    expect(laterWords(day, month).replaceAll('\u00A0', ' ')).toBe(words);
  });

  it('has the value that was given beside the day', () => {
    const words = laterWords('2026-11-28', '2026-12', '00128,000').replaceAll('\u00A0', ' ');
    expect(words).toBe('передали 28 ноября (00128,000), зачтутся в декабре');
  });
});
