import { describe, expect, it } from '@jest/globals';
import { doorOf, maskedAddress, maskedNumber } from './address.js';

describe('The address of an account', () => {
  it('tells a stranger hardly anything when it is masked', () => {
    expect(maskedNumber('0100004821')).toBe('•••4821');
    expect(maskedAddress('г. Иркутск, ул. Лесная, д. 4', 'flat')).toBe('ул.\u00a0Л…, кв.\u00a0••');
    expect(maskedAddress('г. Иркутск, мкр. Солнечный, д. 4', 'storage')).toBe('мкр.\u00a0С…, клад.\u00a0••');
    expect(maskedAddress('Посёлок 5', 'flat')).toBe('дом\u00a0…, кв.\u00a0••');
  });
});

describe('A door', () => {
  it('has the number that stands on it, or says what is behind', () => {
    expect(doorOf('flat', '15')).toBe('кв.\u00a015');
    expect(doorOf('storage', '')).toBe('Кладовая');
  });
});
