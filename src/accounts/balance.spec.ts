import { describe, expect, it } from '@jest/globals';
import { balanceOf } from './balance.js';

const AT = new Date('2026-11-14T06:10:00Z');

describe('A balance', () => {
  it.each([
    ['512345', 'debt', 'К оплате', '5\u00a0123,45\u00a0₽'],
    ['-10', 'advance', 'Переплата', '0,10\u00a0₽'],
    ['0', 'zero', 'К оплате', '0,00\u00a0₽'],
  ])('of %s kopecks is «%s»', (kopecks, kind, label, sum) => {
    expect(balanceOf(kopecks, AT)).toEqual({ kind, label, sum, at: AT });
  });

  it('that nobody has told yet is not zero', () => {
    expect(balanceOf(null, null)).toBeNull();
  });
});
