import { describe, expect, it } from '@jest/globals';
import { failedWords } from './sign-in-words.js';

describe('Attempts that failed since the sign-in before', () => {
  it.each([
    [1, 'была 1\u00A0неудачная попытка войти.'],
    [3, 'было 3\u00A0неудачные попытки войти.'],
    [11, 'было 11\u00A0неудачных попыток войти.'],
    [22, 'было 22\u00A0неудачные попытки войти.'],
  ])('%d are told with their number', (count, words) => {
    expect(failedWords(count)).toContain(words);
  });

  it('are not spoken of where there were none', () => {
    expect(failedWords(0)).toBeUndefined();
  });
});
