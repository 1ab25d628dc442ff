import { describe, expect, it } from '@jest/globals';
import { groundWords } from './grounds.js';

describe('Why a reading was cancelled', () => {
  it.each([
    ['typing', '', 'опечатка при вводе'],
    ['other_flat', ' это кв. 16. ', 'записали не на ту квартиру; это кв. 16'],
    ['other', 'Сняли до замены', 'Сняли до замены'],
    ['other', ' ', undefined],
    ['nothing', '', undefined],
  ])('%s «%s» is %j', (ground, text, words) => expect(groundWords(ground, text)).toBe(words));
});
