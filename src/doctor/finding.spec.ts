import { describe, expect, it } from '@jest/globals';
import { attention, bad, good, together, unchecked, unknown, worst } from './finding.js';

describe('Findings', () => {
  it('are as bad as the worst of them', () => {
    expect(worst([])).toBe('good');
    expect(worst(['good', 'attention', 'good'])).toBe('attention');
    expect(worst(['bad', 'attention'])).toBe('bad');
    expect(worst(['good', 'unknown'])).toBe('unknown');
    expect(worst(['unknown', 'attention'])).toBe('attention');
  });

  it('about one thing are told together', () => {
    expect(
      together([
        good('пишется'),
        attention('места мало', 'Уберите лишнее.', 'x'),
        bad('нет', 'Купите диск.'),
      ]),
    ).toEqual({
      ...{ state: 'bad', seen: 'Пишется. Места мало. Нет', todo: 'Уберите лишнее. Купите диск.', told: 'x' },
    });
    expect(together([good('пишется')])).toEqual({ state: 'good', seen: 'Пишется' });
  });

  it('that nobody could make are never in order, nor is what they are a part of', () => {
    expect(unchecked('сети нет', 'Включите сеть.')).toMatchObject({ state: 'attention', unchecked: true });
    expect(together([good('a'), unchecked('b', 'c')])).toMatchObject({ state: 'attention', unchecked: true });
  });

  it('that nobody counts are neither in order nor a trouble', () => {
    expect(unknown('Не видно', 'Включите.')).toEqual({
      state: 'unknown',
      seen: 'Не видно',
      todo: 'Включите.',
    });
  });
});
