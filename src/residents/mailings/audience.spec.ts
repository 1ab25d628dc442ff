import { describe, expect, it } from '@jest/globals';
import { kopecksOf, roublesOf } from './audience.js';

describe('A sum that somebody types', () => {
  it.each([
    ['1000', '100000'],
    ['1 000,50', '100050'],
    ['1\u00a0000.5', '100050'],
    ['0,01', '1'],
    ['5000 ₽', '500000'],
  ])('«%s» is so many kopecks', (typed, kopecks) => {
    expect(kopecksOf(typed)).toBe(kopecks);
  });

  it.each(['', '0', '0,00', '-5', '1,234', 'тысяча', '1e5', '12345678901'])('«%s» is none', (typed) => {
    expect(kopecksOf(typed)).toBeUndefined();
  });

  it('reads in the field as it was meant', () => {
    expect(['100000', '100050', '1'].map(roublesOf)).toEqual(['1000', '1000,50', '0,01']);
  });
});
