import { expect, it } from '@jest/globals';
import { penaltyNamed } from './penalties.js';

it.each([
  ['Пени', 'penalty', ''],
  ['ПЕНЯ', 'penalty', ''],
  ['Пени по капитальному ремонту', 'penalty', 'по капитальному ремонту'],
  ['Начислено пени', 'penalty', ''],
  ['Неустойка (пени)', 'forfeit', ''],
  ['Неустойки', 'forfeit', ''],
  ['Штрафы', 'fine', ''],
  ['Госпошлина', 'duty', ''],
  ['Гос. пошлина: дело № 2-15/2026', 'duty', 'дело № 2-15/2026'],
  ['Государственные пошлины', 'duty', ''],
  ['Судебные расходы (дело № 7)', 'costs', 'дело № 7'],
  ['Судебные издержки', 'costs', ''],
])('tells «%s» from a service', (name, kind, rest) => {
  expect(penaltyNamed(name)).toEqual({ kind, rest });
});

it.each(['Пенное пожаротушение', 'Содержание жилого помещения', 'Штрафстоянка', 'Отопление, пени'])(
  'leaves the service «%s» what it is',
  (name) => {
    expect(penaltyNamed(name)).toBeUndefined();
  },
);
