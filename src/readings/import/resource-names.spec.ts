import { describe, expect, it } from '@jest/globals';
import { ONE_S_TYPES, oneSType, resourceNamed } from './resource-names.js';

describe('A resource in a file', () => {
  it.each([
    ['ХВС', 'cold_water'],
    [' холодная  вода ', 'cold_water'],
    ['cold_water', 'cold_water'],
    ['ГВС', 'hot_water'],
    ['Горячая вода', 'hot_water'],
    ['ЭЛ', 'electricity'],
    ['Электрическая энергия', 'electricity'],
    ['Электроэнергия', 'electricity'],
    ['ГАЗ', 'gas'],
    ['ТЕПЛО', 'heat'],
    ['Тепловая энергия', 'heat'],
    ['Отопление', 'heat'],
  ])('«%s» is %s', (name, resource) => {
    expect(resourceNamed(name)).toBe(resource);
  });

  it.each(['', 'ХОЛОД', 'ЖБО', 'Водоотведение', 'constructor'])('«%s» is none of ours', (name) => {
    expect(resourceNamed(name)).toBeUndefined();
  });

  it('has a code of csv_1s for each tariff, and the code leads back', () => {
    for (const [code, [resource, tariffs, tariff]] of Object.entries(ONE_S_TYPES)) {
      expect(oneSType(resource, tariffs, tariff)).toBe(code);
    }
    expect(oneSType('electricity', 4, 0)).toBeUndefined();
  });
});
