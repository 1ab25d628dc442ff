import { describe, expect, it } from '@jest/globals';
import { groundWords, needsPaper } from './by-hand.js';

describe('The ground of a correction', () => {
  it('is the paper with its number, as a sentence goes on', () => {
    expect(groundWords('egrn', '№ 5 от 20.11.2026')).toBe('выписка из ЕГРН, № 5 от 20.11.2026');
    expect(groundWords('slip', '')).toBe('опечатка');
    expect(groundWords('other', 'звонок из паспортного стола')).toBe('звонок из паспортного стола');
  });

  it('needs a number or words, but for what tells itself', () => {
    expect(['egrn', 'other', 'slip', 'twice'].map(needsPaper)).toEqual([true, true, false, false]);
  });
});
