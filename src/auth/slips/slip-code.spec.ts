import { randomInt } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { makeSlipCode, normaliseSlipCode, shownSlipCode } from './slip-code.js';

describe('The code of a slip', () => {
  it('has sixteen digits, is shown in fours and read however they are parted', () => {
    for (let i = 0; i < 1000; i += 1) {
      const code = makeSlipCode((max) => randomInt(max));
      expect(code).toMatch(/^\d{16}$/);
      expect(shownSlipCode(code)).toMatch(/^\d{4} \d{4} \d{4} \d{4}$/);
      for (const typed of [
        code,
        shownSlipCode(code),
        shownSlipCode(code).replaceAll(' ', ' - '),
        ` ${code}.`,
      ]) {
        expect(normaliseSlipCode(typed)).toBe(code);
      }
    }
  });

  it('is nothing else', () => {
    for (const typed of [
      '',
      '1234',
      '12345678901234567',
      '123456789012345а',
      '１２３４',
      '٠١٢٣٤٥٦٧٨٩٠١٢٣٤٥',
    ]) {
      expect(normaliseSlipCode(typed)).toBeNull();
    }
    expect(normaliseSlipCode('１２３４５６７８９０１２３４５６')).toBe('1234567890123456');
  });
});
