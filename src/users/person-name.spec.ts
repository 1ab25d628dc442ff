import { describe, it, expect } from '@jest/globals';
import { fullName, nameProblem, shortName } from './person-name.js';

describe('nameProblem', () => {
  it.each([
    'Ирина',
    'Ё',
    'Анна-Мария',
    "О'Коннор",
    'Д’Артаньян',
    'Саят Нова',
    'Дж. Р. Р.',
    'А.С.',
    'José',
    'Сэсэгмаа',
    'Өлзы',
    '李',
    'Андреи\u0306',
    '',
  ])('принимает %j', (name) => {
    expect(nameProblem(name)).toBeNull();
  });

  it.each([
    'Ирина2',
    '<b>Ирина</b>',
    'http://evil',
    '@irina',
    '-',
    "'",
    ' . ',
    'Ирина\n',
    'Ира\0',
    'Ира\u202E',
    'И\u0301\u0302\u0303\u0304',
    '👍',
    '{{name}}',
  ])('не принимает %j', (name) => {
    expect(nameProblem(name)).toBe('Здесь возможны только буквы, пробел, дефис, апостроф и точка');
  });

  it.each(['evil.ru', 'Ирина зайди на сайт.рф', 'www.evil'])(
    'не даёт спрятать в имени ссылку: %s',
    (name) => {
      expect(nameProblem(name)).toContain('похоже на адрес сайта');
    },
  );

  it('принимает 60 символов и не больше', () => {
    expect(nameProblem('я'.repeat(60))).toBeNull();
    expect(nameProblem('я'.repeat(61))).toContain('Не более 60');
  });
});

describe('fullName and shortName', () => {
  const irina = { firstName: 'Ирина', middleName: 'Петровна', lastName: 'Белова' };

  it('пишут имя полностью и кратко', () => {
    expect(fullName(irina)).toBe('Белова Ирина Петровна');
    expect(shortName(irina)).toBe('Ирина Б.');
  });

  it('обходятся без отчества', () => {
    expect(fullName({ ...irina, middleName: null })).toBe('Белова Ирина');
    expect(fullName({ ...irina, middleName: '' })).toBe('Белова Ирина');
  });

  it('начинают фамилию с прописной', () => {
    expect(shortName({ firstName: 'Анна', lastName: 'де Ларю' })).toBe('Анна Д.');
  });
});
