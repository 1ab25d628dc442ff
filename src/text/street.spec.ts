import { describe, expect, it } from '@jest/globals';
import { streetOf } from './street.js';

const said = (address: string, town = 'Иркутск'): string => streetOf(address, town).replaceAll('\u00A0', ' ');

describe('An address in the office', () => {
  it('goes without the own town, and without what everybody knows', () => {
    expect(said('г. Иркутск, ул. Лесная, д. 4, кв. 15')).toBe('Лесная, 4, кв. 15');
    expect(said('Иркутск, улица Лесная, дом 4')).toBe('Лесная, 4');
    expect(said('664000, г.Иркутск, пер. Тихий, д. 2, подъезд 1')).toBe('664000, пер. Тихий, 2, подъезд 1');
  });

  it('keeps another town, and every town where none is the own', () => {
    expect(said('г. Ангарск, ул. Мира, д. 1')).toBe('г. Ангарск, Мира, 1');
    expect(said('г. Иркутск, ул. Мира, д. 1', '')).toBe('г. Иркутск, Мира, 1');
  });

  it('leaves names alone that only look like it', () => {
    expect(said('ул. Иркутская, д. 7А')).toBe('Иркутская, 7А');
    expect(said('где-то у рынка')).toBe('где-то у рынка');
    expect(said('')).toBe('');
  });

  it('keeps short words with what follows', () => {
    expect(streetOf('ул. Лесная, д. 4, кв. 15', '')).toBe('Лесная, 4, кв.\u00A015');
  });
});
