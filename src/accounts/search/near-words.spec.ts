import { describe, expect, it } from '@jest/globals';
import { withWords, wordingsOf } from './near-words.js';

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
