import { describe, expect, it } from '@jest/globals';
import { columnLetters, columnNumber } from './column-letters.js';

describe('Columns', () => {
  it('are counted in letters', () => {
    expect(['A', 'Z', 'AA', 'AM', 'ZZ', 'AAA'].map(columnNumber)).toEqual([0, 25, 26, 38, 701, 702]);
    expect([0, 25, 26, 38, 701, 702].map(columnLetters)).toEqual(['A', 'Z', 'AA', 'AM', 'ZZ', 'AAA']);
    expect(columnNumber('')).toBe(-1);
  });
});
