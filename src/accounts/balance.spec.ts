import { describe, expect, it } from '@jest/globals';
import { balanceOf } from './balance.js';

const DAY = '2026-11-14';

describe('A balance', () => {
  it.each([
    ['512345', 'debt', 'К оплате', '5\u00a0123,45\u00a0₽'],
    ['-10', 'advance', 'Переплата', '0,10\u00a0₽'],
    ['0', 'zero', '', 'Долга нет'],
  ])('of %s kopecks is «%s»', (kopecks, kind, label, sum) => {
    expect(balanceOf(kopecks, DAY)).toEqual({ kind, label, sum, asOf: '14\u00a0ноября\u00a02026' });
  });

  it('that nobody has told yet is not zero', () => {
    expect(balanceOf(null, null)).toBeNull();
  });
});
