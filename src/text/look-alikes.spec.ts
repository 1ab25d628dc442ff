import { describe, expect, it } from '@jest/globals';
import { plainIdentifier } from './look-alikes.js';

describe('An identifier of ГИС ЖКХ', () => {
  it.each([
    ['38AC000123', '38АС000123'],
    ['38ас 000123', '38АС000123'],
    ['38АС000123\u201301', '38АС000123-01'],
    ['', ''],
  ])('«%s» is «%s»', (typed, plain) => {
    expect(plainIdentifier(typed)).toBe(plain);
  });
});
