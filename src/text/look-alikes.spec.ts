import { describe, expect, it } from '@jest/globals';
import { lookAlikes, plainIdentifier } from './look-alikes.js';

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

describe('The number of an account', () => {
  it.each([
    ['О100002314', ['0100002314', 'O100002314']],
    ['0100O02314', ['0100002314', '0100О02314']],
    ['12-А', ['12-A']],
    ['0100002314', []],
  ])('«%s» looks like %j', (number, alike) => {
    expect(lookAlikes(number)).toEqual(alike);
  });
});
