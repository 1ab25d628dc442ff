import { describe, expect, it } from '@jest/globals';
import { fullAddress, maskedAddress, maskedNumber } from './address.js';

describe('The address of an account', () => {
  it('ends with the unit, if there is one', () => {
    expect(fullAddress('г. Иркутск, ул. Лесная, д. 4', 'flat', '15')).toBe('г. Иркутск, ул. Лесная, д. 4, кв. 15');
    expect(fullAddress('с. Хомутово, ул. Лесная, д. 4', 'house', '')).toBe('с. Хомутово, ул. Лесная, д. 4');
  });

  it('tells a stranger hardly anything when it is masked', () => {
    expect(maskedNumber('0100004821')).toBe('•••4821');
    expect(maskedAddress('г. Иркутск, ул. Лесная, д. 4', 'flat')).toBe('ул. Л…, кв. ••');
    expect(maskedAddress('г. Иркутск, мкр. Солнечный, д. 4', 'storage')).toBe('мкр. С…, клад. ••');
    expect(maskedAddress('Посёлок 5', 'flat')).toBe('дом …, кв. ••');
  });
});
