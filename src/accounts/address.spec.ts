import { describe, expect, it } from '@jest/globals';
import { fullAddress, maskedAddress, maskedNumber } from './address.js';

describe('The address of an account', () => {
  it('ends with the unit, if there is one', () => {
    expect(fullAddress('г. Иркутск, ул. Лесная, д. 4', 'flat', '15')).toBe(
      'г.\u00a0Иркутск, ул.\u00a0Лесная, д.\u00a04, кв.\u00a015',
    );
    expect(fullAddress('с. Хомутово, ул. Лесная, д. 4', 'house', '')).toBe(
      'с.\u00a0Хомутово, ул.\u00a0Лесная, д.\u00a04',
    );
    expect(fullAddress('с. Хомутово, ул. Лесная', 'house', '4а')).toBe(
      'с.\u00a0Хомутово, ул.\u00a0Лесная, 4а',
    );
  });

  it('tells a stranger hardly anything when it is masked', () => {
    expect(maskedNumber('0100004821')).toBe('•••4821');
    expect(maskedAddress('г. Иркутск, ул. Лесная, д. 4', 'flat')).toBe('ул.\u00a0Л…, кв.\u00a0••');
    expect(maskedAddress('г. Иркутск, мкр. Солнечный, д. 4', 'storage')).toBe('мкр.\u00a0С…, клад.\u00a0••');
    expect(maskedAddress('Посёлок 5', 'flat')).toBe('дом\u00a0…, кв.\u00a0••');
  });
});
