import { describe, expect, it } from '@jest/globals';
import { resourceOfService, tariffNames, tariffOfService } from './resource.js';

describe('Services of a receipt', () => {
  it.each([
    ['Холодное водоснабжение', 'cold_water'],
    ['Холодная вода', 'cold_water'],
    ['ХВС', 'cold_water'],
    ['Горячее водоснабжение', 'hot_water'],
    ['Горячая вода (компонент)', 'hot_water'],
    ['Электроэнергия день', 'electricity'],
    ['Электроснабжение', 'electricity'],
    ['Газоснабжение', 'gas'],
    ['Отопление', 'heat'],
  ])('«%s» is the price of %s', (service, resource) => {
    expect(resourceOfService(service)).toBe(resource);
  });

  it.each(['Водоотведение', 'Холодная вода на ОДН', 'Содержание жилья', 'Обращение с ТКО', 'Лифт'])(
    '«%s» is not what a meter measures',
    (service) => {
      expect(resourceOfService(service)).toBeUndefined();
    },
  );

  it('know their tariff', () => {
    expect(tariffOfService('Электроэнергия день', 2)).toBe(0);
    expect(tariffOfService('Электроэнергия (ночь)', 2)).toBe(1);
    expect(tariffOfService('Электроэнергия полупик', 3)).toBe(1);
    expect(tariffOfService('Электроэнергия ночь', 3)).toBe(2);
    expect(tariffOfService('Электроэнергия', 2)).toBeUndefined();
    expect(tariffNames(2)).toEqual(['День', 'Ночь']);
  });
});
