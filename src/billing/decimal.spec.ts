import { describe, expect, it } from '@jest/globals';
import { cost, decimalOf, decimalText, minus, plus } from './decimal.js';

const costOf = (volume: string, price: string) => cost(decimalOf(volume), decimalOf(price));

describe('A decimal', () => {
  it.each(['12.3450', '0.007', '-0.5', '-12', '0', '123456789012345678901.1'])(
    '%s is read and written',
    (text) => {
      expect(decimalText(decimalOf(text))).toBe(text);
    },
  );

  it('is added and subtracted exactly, whatever its digits', () => {
    expect(decimalText(plus(decimalOf('0.1'), decimalOf('0.2')))).toBe('0.3');
    expect(decimalText(minus(decimalOf('4.12'), decimalOf('4.965')))).toBe('-0.845');
  });
});

describe('The cost of a volume', () => {
  it.each([
    ['12.345', '45.67', 56380n],
    ['0.5', '0.01', 1n],
    ['-0.5', '0.01', -1n],
    ['0.49', '0.01', 0n],
    ['0', '45.67', 0n],
    ['9007199254740993', '1', 900719925474099300n],
  ])('of %s at %s is %s kopecks', (volume, price, kopecks) => {
    expect(costOf(volume, price)).toBe(kopecks);
  });
});
