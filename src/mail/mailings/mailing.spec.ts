import { describe, expect, it } from '@jest/globals';
import { mailingLetter, paragraphsOf } from './mailing.js';

describe('The text of a letter to a list', () => {
  it('has a paragraph wherever an empty line was left, and keeps lines within one', () => {
    expect(paragraphsOf('Первый\nвторая строка\n\nВторой\n \t\nТретий\n\n\n\nЧетвёртый\n')).toEqual([
      'Первый\nвторая строка',
      'Второй',
      'Третий',
      'Четвёртый',
    ]);
    expect(paragraphsOf(' \n\n ')).toEqual([]);
  });

  it('goes to each with the number that switches such letters off', () => {
    expect(mailingLetter({ text: 'Да', signature: 'УК' }, '17')).toEqual({
      userNo: '17',
      paragraphs: ['Да'],
      signature: 'УК',
    });
  });
});
