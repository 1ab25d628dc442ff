import { describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import { newRecoveryCodes, shownCode, typedCode } from './recovery-codes.js';

describe('Recovery codes', () => {
  it('are ten of twelve digits, all different', () => {
    const codes = newRecoveryCodes(randomInt);
    expect(codes).toHaveLength(10);
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^\d{12}$/);
  });

  it('keep zeros in front, and one that was drawn twice is drawn again', () => {
    const drawn = [0, 7, 0, 7, ...Array.from({ length: 18 }, (_, index) => index + 100)];
    const codes = newRecoveryCodes(() => drawn.shift()!);
    expect(codes.slice(0, 2)).toEqual(['000000000007', '000100000101']);
    expect(drawn).toEqual([]);
  });

  it('are shown in groups of four', () => {
    expect(shownCode('482109375516')).toBe('4821 0937 5516');
  });
});

describe('What is typed for a code', () => {
  it.each([
    ['123456', 'app', '123456'],
    [' 123 456 ', 'app', '123456'],
    ['123\u00a0456', 'app', '123456'],
    ['4821 0937 5516', 'recovery', '482109375516'],
    ['4821-0937-5516', 'recovery', '482109375516'],
  ])('«%s» is one', (typed, kind, code) => {
    expect(typedCode(typed)).toEqual({ kind, code });
  });

  it.each(['', ' ', '12345', '1234567', '12345a', '１２３４５６', '4821 0937 551', '٣٢١٦٥٤'])(
    '«%s» is none',
    (typed) => {
      expect(typedCode(typed)).toBeUndefined();
    },
  );
});
