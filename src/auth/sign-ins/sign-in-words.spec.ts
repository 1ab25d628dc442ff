import { describe, expect, it } from '@jest/globals';
import { failedWords } from './sign-in-words.js';

describe('Wrong passwords since the sign-in before', () => {
  it.each([
    [1, '1\u00A0раз.'],
    [3, '3\u00A0раза.'],
    [11, '11\u00A0раз.'],
    [22, '22\u00A0раза.'],
  ])('%d are told with their number', (count, words) => {
    expect(failedWords(count)).toContain(`неверный пароль вводили ${words}`);
  });

  it('are not spoken of where there were none', () => {
    expect(failedWords(0)).toBeUndefined();
  });
});
