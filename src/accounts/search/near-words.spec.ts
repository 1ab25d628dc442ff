import { describe, expect, it } from '@jest/globals';
import { isNear, lettersAway, withWords, wordingsOf } from './near-words.js';

const meant = new Map([
  ['лес', ['лесная']],
  ['петрв', ['петров', 'петрова']],
]);

describe('withWords', () => {
  it.each([
    ['лес 5', 'лесная 5'],
    ['Лесничий лес', 'Лесничий лесная'],
    ['полесье, лес', 'полесье, лесная'],
    ['ПЁТРВ Иван', 'петров Иван'],
    ['лес-2', 'лесная-2'],
    ['сад 5', 'сад 5'],
  ])('«%s» is read as «%s»: whole words only', (text, corrected) => {
    expect(withWords(text, meant)).toBe(corrected);
  });
});

describe('wordingsOf', () => {
  it('gives each way in which the words may be meant, the likeliest first', () => {
    expect(wordingsOf('петрв лес 5', meant)).toEqual(['петров лесная 5', 'петрова лесная 5']);
    expect(wordingsOf('сад 5', meant)).toEqual(['сад 5']);
  });
});

describe('lettersAway', () => {
  it.each(['рябоваа', 'рябва', 'рыбова', 'ярбова', 'рябово', 'орябова', 'рябовы'])(
    'gives «%s», a letter away from «рябова», and what isNear holds for near',
    (slip) => {
      expect(lettersAway(slip)).toContain('рябова');
      expect(isNear(slip, 'рябова')).toBe(true);
    },
  );

  it('takes no patronymic for a surname in another case', () => {
    expect(isNear('павловой', 'павлова')).toBe(true);
    expect(isNear('павловой', 'павловна')).toBe(false);
    expect(isNear('павловне', 'павловна')).toBe(true);
    expect(isNear('петровой', 'петровна')).toBe(false);
  });

  it('gives neither the word itself nor one that is two letters away', () => {
    expect(lettersAway('рябова')).not.toContain('рябова');
    expect(lettersAway('рыбава')).not.toContain('рябова');
  });
});
