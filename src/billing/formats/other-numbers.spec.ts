import { describe, expect, it } from '@jest/globals';
import { isCalledElse, isDayOrSum, isPhoneOrTaxNumber } from './other-numbers.js';

describe('A number in a purpose of payment', () => {
  it.each([
    ['ИНН 3812345678', true],
    ['договору управления № 3812345678', true],
    ['тел. +3812345678', true],
    ['15000 руб.', true],
    ['15000р', true],
    ['15000,50', true],
    ['100234 р/с 407', false],
    ['100234 р-н', false],
    ['3812345678,50', false],
    ['чек Петрова Ивана 3812345678', false],
    ['за 102026', true],
    ['за 3812345678', false],
    ['л/с 3812345678', false],
    ['договору и за мужа 3812345678', false],
    ['3812345678 Романов', false],
  ])('is called something else by its neighbours: «%s», %s', (text, expected) => {
    const { index, 0: number } = /\d+/.exec(text)!;
    expect(isCalledElse(text, index, number)).toBe(expected);
  });

  it.each(['10.2026', '20.11.2026', '2026-11-20', '1500.00', '01.10.26г'])(
    'is a day or a sum: %s',
    (text) => {
      expect(isDayOrSum(text)).toBe(true);
    },
  );

  it.each(['89025551234', '7707083893', '500100732259', '1027700132195', '304500116000157'])(
    'is a phone, an ИНН or an ОГРН: %s',
    (text) => {
      expect(isPhoneOrTaxNumber(text)).toBe(true);
    },
  );

  it.each(['0100002301', '15-2', '7707083894'])('is none of them: %s', (text) => {
    expect([isDayOrSum(text), isPhoneOrTaxNumber(text)]).toEqual([false, false]);
  });
});
