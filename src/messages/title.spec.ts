import { describe, expect, it } from '@jest/globals';
import { titleOf } from './title.js';

describe('The heading of an entry without one', () => {
  it.each([
    ['Здравствуйте! Лифт в первом подъезде гудит. Ночью слышно.', 'Лифт в первом подъезде гудит'],
    ['добрый день, когда включат воду?', 'Когда включат воду?'],
    ['Скамейка у подъезда', 'Скамейка у подъезда'],
    ['Здравствуйте!\nТеперь о деле', 'Здравствуйте'],
    ['', ''],
    ['.', '.'],
    ['!!', '!!'],
    [`а${'😀'.repeat(100)}`, `А${'😀'.repeat(79)}…`],
    [`а${'😀'.repeat(300)}`, `А${'😀'.repeat(79)}…`],
    ['  \n', ''],
  ])('%j gives %j', (text, title) => expect(titleOf(text)).toBe(title));

  it('is cut between words', () => {
    const title = titleOf('Прошу проверить отопление в подъезде, '.repeat(5));
    expect(title).toMatch(/^Прошу проверить отопление .*[а-я]…$/);
    expect(title.length).toBeLessThanOrEqual(81);
  });

  it('is found in no time in any text', () => {
    const from = performance.now();
    titleOf(`уважаем${' а'.repeat(500_000)}`);
    titleOf('а'.repeat(1_000_000));
    expect(performance.now() - from).toBeLessThan(100);
  });
});
