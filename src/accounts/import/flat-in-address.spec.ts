import { describe, expect, it } from '@jest/globals';
import { flatInAddress } from './flat-in-address.js';

describe('An address', () => {
  it('that ends with a flat is a house and a flat', () => {
    const house = 'г. Иркутск, ул. Депутатская, д. 45А';
    for (const end of [', кв. 1', ', кв 1', ', кв.1', ' кв. № 1', ', квартира 1', ',  КВ. 1.']) {
      expect([end, flatInAddress(`${house}${end}`)]).toEqual([end, { house, flat: '1' }]);
    }
    expect(flatInAddress(`${house}, кв. 15а`)).toEqual({ house, flat: '15а' });
  });

  it('without one is a house, also where its name sounds like it', () => {
    for (const house of [
      'г. Иркутск, ул. Лесная, д. 4',
      'кв. Молодёжный, д. 5',
      'квартал 5, д. 7',
      'кв. 15',
      'ул. Лесная, кв. 5',
    ]) {
      expect([house, flatInAddress(house)]).toEqual([house, undefined]);
    }
  });
});
