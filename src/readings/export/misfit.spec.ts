import { describe, expect, it } from '@jest/globals';
import { misfit } from './misfit.js';

const water = { resource: 'cold_water', tariffs: 1, values: ['1'], gisNumber: '123' } as const;
const power = {
  resource: 'electricity',
  tariffs: 4,
  values: ['1', '2', '3', '4'],
  gisNumber: '124',
} as const;

describe('A reading that finds no place in a format', () => {
  it('is one of four tariffs in ГИС ЖКХ and csv_1s, and one without a number of ГИС ЖКХ there', () => {
    expect(misfit('gis', power)).toBe('тарифов 4, а в шаблоне ГИС ЖКХ места для трёх');
    expect(misfit('csv_1s', power)).toBe('тарифов 4, а в файле для 1С для такого счетчика нет кода');
    expect(misfit('gis', { ...water, gisNumber: '' })).toBe('нет номера ПУ в ГИС ЖКХ');
  });

  it('is none in CSV and the book, and no usual one', () => {
    for (const format of ['csv', 'xlsx'] as const) {
      expect([misfit(format, power), misfit(format, { ...water, gisNumber: '' })]).toEqual([
        undefined,
        undefined,
      ]);
    }
    for (const format of ['gis', 'csv_1s'] as const) expect(misfit(format, water)).toBeUndefined();
  });
});
