import { describe, expect, it } from '@jest/globals';
import { houseTwins } from './house-twins.js';

const KNOWN = [
  'г. Иркутск, ул. Лесная, д. 4',
  'г. Иркутск, пер. Лесной, д. 4',
  'с. Хомутово, ул. Мира, д. 3, корп. 2',
];

describe('A new address', () => {
  it.each([
    ['г Иркутск, ул Лесная, 4', KNOWN[0]],
    ['г. Иркутск, Лесная улица, дом 4', KNOWN[0]],
    ['Лесная ул., 4', KNOWN[0]],
    ['Иркутск г, Лесной пер, д.4', KNOWN[1]],
    ['Хомутово, Мира 3 к. 2', KNOWN[2]],
    ['ул. Лесная, д. 4, г. Иркутск', KNOWN[0]],
    ['Лесная ул., 4, Иркутск', KNOWN[0]],
    ['г. Иркутск, ул. Лесная, д. 04', KNOWN[0]],
    ['664000, г. Иркутск, улица Лесная, д. № 4', KNOWN[0]],
    ['г. Иркутск, ул. Лeснaя, д. 4', KNOWN[0]], // with a Latin «e» and «a»
    ['с. Xoмутовo, ул. Мира, д. 3, корп. 2', KNOWN[2]],
  ])('«%s» is that of a house that is there', (address, known) => {
    expect(houseTwins([address], KNOWN)).toEqual([{ address, known }]);
  });

  it.each([
    'г. Иркутск, ул. Лесная, д. 4а',
    'г. Иркутск, ул. Лесная, д. 14',
    'г. Иркутск, пр-т Лесная, д. 4',
    'г. Иркутск, ул. Полевая, д. 4',
    'с. Хомутово, ул. Мира, д. 3',
    'г. Ангарск, ул. Лесная, д. 4',
    'ул. Лесная, д. 4, г. Ангарск',
    'ул. Лесная, д. 40, г. Иркутск',
    'дом 4',
  ])('«%s» is that of another house', (address) => {
    expect(houseTwins([address], KNOWN)).toEqual([]);
  });

  it('may be another spelling of one of the same file', () => {
    expect(houseTwins(['ул. Новая, д. 1', 'Новая ул., 1'], [])).toEqual([
      { address: 'Новая ул., 1', known: 'ул. Новая, д. 1' },
    ]);
  });
});
