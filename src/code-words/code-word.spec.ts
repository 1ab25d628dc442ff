import { randomInt } from 'node:crypto';
import { describe, it, expect } from '@jest/globals';
import { toLatinLayout } from '../text/keyboard-layout.js';
import { formatCodeWord, makeCodeWord, normaliseCodeWord } from './code-word.js';

const words = Array.from({ length: 10_000 }, () => makeCodeWord(randomInt));

describe('makeCodeWord', () => {
  it('десять тысяч слов все разные и из восьми слогов', () => {
    expect(new Set(words).size).toBe(words.length);
    expect(words.filter((word) => !/^(?:[вгдзклмнпрстфцчш][аеиоу]){8}$/.test(word))).toEqual([]);
  });

  it('не содержит неприличных и тревожных слов, даже на стыке групп', () => {
    expect(words.filter((word) => /сук|муд|пис|поп|моч|авари|пени|могил/.test(word))).toEqual([]);
  });

  it('берёт слово заново, когда выпало неприличное', () => {
    const unlucky = [10, 4, 4, 2, ...Array<number>(12).fill(0)]; // су-ки-ва-ва…
    const lucky = [5, 2, 4, 0, 6, 3, 9, 1, 11, 4, 10, 1, 0, 2, 2, 0];
    const draws = [...unlucky, ...lucky];
    expect(formatCodeWord(makeCodeWord(() => draws.shift()!))).toBe('ликаморе-тусевида');
    expect(draws).toEqual([]);
  });

  it('использует все слоги', () => {
    expect(new Set(words.flatMap((word) => word.match(/../g)!)).size).toBe(80);
  });
});

describe('normaliseCodeWord', () => {
  const typings: [string, (word: string) => string][] = [
    ['как показано', (word) => word],
    ['слитно', (word) => word.replace('-', '')],
    ['прописными', (word) => word.toUpperCase()],
    ['с заглавной и точкой после двух пробелов', (word) => word[0]!.toUpperCase() + word.slice(1) + '. '],
    ['по слогам через пробел', (word) => word.replace('-', '').match(/../g)!.join(' ')],
    ['с тире и неразрывными пробелами', (word) => ` ${word.replace('-', '\u00A0—\u00A0')}\t`],
    ['в кавычках', (word) => `«${word}»`],
    ['через ё', (word) => word.replaceAll('е', 'ё')],
    ['через ё из двух знаков', (word) => word.replaceAll('е', 'е\u0308')],
    ['в латинской раскладке', toLatinLayout],
    ['в латинской раскладке с Caps Lock', (word) => toLatinLayout(word.toUpperCase())],
    ['через ё в латинской раскладке', (word) => toLatinLayout(word.replaceAll('е', 'ё'))],
    [
      'через ё в латинской раскладке с Shift',
      (word) => toLatinLayout(word.replaceAll('е', 'ё').toUpperCase()),
    ],
    ['с невидимым символом из буфера обмена', (word) => `\uFEFF${word}\u200B`],
  ];

  it.each(typings)('узнаёт слово, набранное %s', (_, typing) => {
    const lost = words.filter((word) => normaliseCodeWord(typing(formatCodeWord(word))) !== word);
    expect(lost).toEqual([]);
  });

  it.each([
    ['пустая строка', ''],
    ['одни пробелы', '   '],
    ['слово короче', 'ликаморе-тусеви'],
    ['слово длиннее', 'ликаморе-тусевидака'],
    ['лишняя буква', 'ликаморе-тусевидай'],
    ['цифра', 'ликаморе-тусевид0'],
    ['согласные подряд', 'лликмоаре-тусевида'],
    ['лицевой счёт', '40210048210012345'],
    ['управляющие символы', '\0\r\n'],
    ['длинный мусор', 'ли'.repeat(10_000)],
  ])('не принимает: %s', (_, typed) => {
    expect(normaliseCodeWord(typed)).toBeNull();
  });
});
