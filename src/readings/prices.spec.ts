import { describe, expect, it } from '@jest/globals';
import { costOf, priceOf } from './prices.js';

const RECEIPT = [
  { service: 'Холодное водоснабжение', tariff: '24.78' },
  { service: 'Холодная вода на ОДН', tariff: '24.78' },
  { service: 'Электроэнергия день', tariff: '5.82' },
  { service: 'Электроэнергия ночь', tariff: '3.10' },
  { service: 'Горячая вода (теплоноситель)', tariff: '30.00' },
  { service: 'Горячая вода (подогрев)', tariff: '190.00' },
];

describe('The price of a unit', () => {
  it('is that of the latest receipt', () => {
    expect(priceOf(RECEIPT, { resource: 'cold_water', tariffs: 1 }, 0)).toBe('24.78');
    expect(priceOf(RECEIPT, { resource: 'electricity', tariffs: 2 }, 0)).toBe('5.82');
    expect(priceOf(RECEIPT, { resource: 'electricity', tariffs: 2 }, 1)).toBe('3.10');
  });

  it('is not guessed', () => {
    expect(priceOf(RECEIPT, { resource: 'hot_water', tariffs: 1 }, 0)).toBeNull();
    expect(priceOf(RECEIPT, { resource: 'gas', tariffs: 1 }, 0)).toBeNull();
    expect(
      priceOf([{ service: 'Электроэнергия', tariff: '5' }], { resource: 'electricity', tariffs: 2 }, 1),
    ).toBe('5');
  });

  it('makes the sums of the newspaper: a lost comma costs 6 541,68 ₽ instead of 75,66 ₽', () => {
    expect(costOf(13n, { decimals: 0 }, '5.82')).toBe(7566n);
    expect(costOf(1124n, { decimals: 0 }, '5.82')).toBe(654_168n);
    expect(costOf(6_550n, { decimals: 3 }, '42.17')).toBe(27_621n);
  });
});
