import { describe, expect, it } from '@jest/globals';
import { withoutLetters } from '../../text/look-alikes.js';
import { mayBeNumber, nearNumbers } from './near-numbers.js';

const slipOf = (written: string, meant: string): string | undefined =>
  nearNumbers(written).find(({ text }) => text === meant)?.slip;

describe('An account number with a slip', () => {
  it.each([
    ['0100023O1', '010002301', 'letters'],
    ['О1000023о1', '0100002301', 'letters'],
    ['0100002З01', '0100002301', 'letters'],
    ['01000023l1', '0100002311', 'letters'],
    ['0100003201', '0100002301', 'swapped'],
    ['0100002307', '0100002301', 'digit'],
    ['010002301', '0100002301', 'length'],
    ['01000023011', '0100002301', 'length'],
    ['01 0000-2307', '0100002301', 'digit'],
    // a letter and a digit wrong
    ['01000023O7', '0100002301', 'digit'],
    ['0100002307', '0100009301', undefined],
  ])('«%s» may be %s (%s)', (written, meant, slip) => {
    expect(slipOf(written, meant)).toBe(slip);
  });

  it('has each number once, and never the one that was written', () => {
    const near = nearNumbers('0100002301').map(({ text }) => text);
    expect(new Set(near).size).toBe(near.length);
    expect(near).not.toContain('0100002301');
    expect(near.length).toBeLessThan(250);
  });

  it.each(['', '1234', 'кв. 5', 'паркинг', '1'.repeat(21), 'АБВГД12345'])('is nothing in «%s»', (text) => {
    expect(withoutLetters(text)).toBeUndefined();
    expect(nearNumbers(text)).toEqual([]);
  });

  it.each(['0177002381', '01770023О1', '01 7700-2381', '10001'])('may be «%s»', (text) => {
    expect(mayBeNumber(text)).toBe(true);
  });

  it.each(['', '0', '1', '-', '1234', '00000', '11111111', 'паркинг', 'кв. 5'])('cannot be «%s»', (text) => {
    expect(mayBeNumber(text)).toBe(false);
  });
});
