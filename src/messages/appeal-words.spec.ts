import { describe, expect, it } from '@jest/globals';
import { appealEventWords } from './appeal-words.js';

describe('The timeline of an entry', () => {
  it.each([
    ['registered', {}, 'Зарегистрировано', ''],
    ['answered', { signed: 'Инженер Лыков И. А.' }, 'Ответ', 'Инженер Лыков И. А.'],
    ['forwarded', { to: 'Лыков Игорь' }, 'Передано: Лыков Игорь', ''],
    ['rated', { rating: 4 }, 'Ответ помог на 4 из 5', ''],
    ['classified', { words: 'жалоба, тема «Другое»' }, 'Теперь это жалоба, тема «Другое»', ''],
  ] as const)('tells %s in words', (kind, details, title, by) => {
    expect(appealEventWords(kind, details)).toEqual({ title, by });
  });
});
