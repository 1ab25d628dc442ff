import { describe, expect, it } from '@jest/globals';
import { CONSUMED, seasonWords } from './consumed.js';

describe('The heating season', () => {
  it('has begun or ended where heating is charged in one of two months only', () => {
    expect(seasonWords('Отопление', null, 100n)).toBe('начался отопительный сезон');
    expect(seasonWords('Центральное отопление', 0n, 100n)).toBe('начался отопительный сезон');
    expect(seasonWords('ОТОПЛЕНИЕ', 100n, 0n)).toBe('отопительный сезон закончился');
  });

  it('is not named of heating that goes on, nor of another service', () => {
    expect(seasonWords('Отопление', 100n, 200n)).toBeNull();
    expect(seasonWords('Отопление', null, 0n)).toBeNull();
    expect(seasonWords('Домофон', null, 100n)).toBeNull();
  });
});

describe('What is used up', () => {
  it('are cubic metres and kilowatt-hours, not square metres or people', () => {
    expect(['м³', 'кВт·ч', 'Гкал'].every((unit) => CONSUMED.has(unit))).toBe(true);
    expect(['м²', 'чел.', ''].some((unit) => CONSUMED.has(unit))).toBe(false);
  });
});
