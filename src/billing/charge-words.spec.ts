import { describe, expect, it } from '@jest/globals';
import { chargeWords } from './charge-words.js';
import type { ChargeLine } from './document.js';

const WATER: ChargeLine = {
  service: 'Холодное водоснабжение',
  unit: 'м³',
  volume: '12.345',
  commonVolume: null,
  tariff: '45.67',
  charged: 56380n,
  recalculated: 0n,
  reason: '',
  benefit: 0n,
  increaseFactor: null,
  increase: 0n,
  recipientId: null,
  total: 56380n,
};
const formula = (changes: Partial<ChargeLine>) => chargeWords({ ...WATER, ...changes }).formula;
const notes = (changes: Partial<ChargeLine>) => chargeWords({ ...WATER, ...changes }).notes;

describe('A charge in words', () => {
  it('tells how the sum was got', () => {
    expect(chargeWords(WATER)).toEqual({
      service: 'Холодное водоснабжение',
      total: '563,80\u00A0₽',
      formula: '12,345\u00A0м³ × 45,67\u00A0₽ = 563,80\u00A0₽',
      notes: [],
    });
  });

  it('counts the common volume in, and names it', () => {
    expect(formula({ commonVolume: '0.1000', charged: 56837n })).toBe(
      '12,445\u00A0м³ × 45,67\u00A0₽ = 568,36\u00A0₽'.replace(' = 568,36', ', начислено 568,37'),
    );
    expect(notes({ commonVolume: '0.1000' })).toEqual(['В том числе на общедомовые нужды 0,1\u00A0м³']);
    expect(notes({ volume: null, commonVolume: '2' })).toEqual(['На общедомовые нужды']);
    const named = {
      service: 'Холодная вода на содержание общего имущества',
      volume: null,
      commonVolume: '2',
    };
    expect(notes(named)).toEqual([]);
  });

  it('does not claim a product that the accounting has not got', () => {
    expect(formula({ charged: 60000n })).toBe('12,345\u00A0м³ × 45,67\u00A0₽, начислено 600,00\u00A0₽');
  });

  it('does without what is not told', () => {
    expect(formula({ volume: null })).toBe('Тариф 45,67\u00A0₽');
    expect(formula({ volume: null, tariff: null })).toBeNull();
    expect(formula({ unit: '', tariff: '45.6789', charged: 1n })).toContain('12,345 × 45,6789\u00A0₽');
  });

  it('gives the reasons of everything else', () => {
    expect(
      notes({
        increaseFactor: '1.50',
        increase: 100n,
        recalculated: -5000n,
        reason: 'Отсутствие с 1 по 10 октября',
        benefit: 2500n,
      }),
    ).toEqual([
      'Повышающий коэффициент 1,5: +1,00\u00A0₽',
      'Перерасчёт −50,00\u00A0₽: отсутствие с 1 по 10 октября',
      'Льгота −25,00\u00A0₽',
    ]);
    expect(notes({ tariff: null, volume: null, recalculated: 7n, total: 56387n })).toEqual([
      'Начислено 563,80\u00A0₽',
      'Перерасчёт +0,07\u00A0₽',
    ]);
  });
});
