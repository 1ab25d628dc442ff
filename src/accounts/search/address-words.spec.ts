import { describe, expect, it } from '@jest/globals';
import { wordsOfHouse } from './address-words.js';

describe('The address of a house', () => {
  it('is taken apart however it is written', () => {
    expect(wordsOfHouse('664056, г. Иркутск, ул. Лесная, д. 4, корп. 2')).toEqual({
      words: ['иркутск', 'лесная'],
      number: ['4', '2'],
    });
    expect(wordsOfHouse('ул. Лесная, 4А стр. 1').number).toEqual(['4', 'а', '1']);
    expect(wordsOfHouse('СНТ Ромашка')).toEqual({ words: ['снт', 'ромашка'], number: [] });
    expect(wordsOfHouse('')).toEqual({ words: [], number: [] });
  });
});
