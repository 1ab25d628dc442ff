import { describe, expect, it } from '@jest/globals';
import { pauseAfter } from './letters.js';

describe('Pauses between attempts to send a letter', () => {
  it('grow from 5 seconds to 10 minutes', () => {
    expect([1, 2, 3, 4, 7, 8, 50].map(pauseAfter)).toEqual([5, 10, 20, 40, 320, 600, 600]);
  });
});
