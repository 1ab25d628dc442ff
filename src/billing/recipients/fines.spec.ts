import { describe, expect, it } from '@jest/globals';
import { finesOf } from './fines.js';
import { RecipientBook, type RecipientTerms } from './recipient.js';

const OWN: RecipientTerms = {
  ...{ id: 1, name: 'УК', inn: '', kpp: '', since: '2000-01-01', ended: false, bank: undefined, purpose: '' },
  ...{ takes: 'rest', services: [], houses: [] },
};
const FUND: RecipientTerms = { ...OWN, id: 2, name: 'Фонд', takes: 'capital-repair' };
const HEAT: RecipientTerms = { ...OWN, id: 3, takes: 'services', services: ['Отопление'] };

/** Whose penalties with these grounds are, of a rouble each. */
function whose(grounds: string[], most = 100_000n, all = [OWN, FUND, HEAT]): [number, number][] {
  const payees = new RecipientBook(all, OWN).of('2026-11-05', 'house');
  const fines = grounds.map((ground) => ({ ground, kopecks: 100n }));
  return finesOf(fines, most, payees).map(([id, kopecks]) => [id, Number(kopecks)]);
}

describe('Penalties without a recipient', () => {
  it('are of whoever is paid for the service that they name', () => {
    expect(whose(['за капремонт', 'по взносам на капитальный ремонт'])).toEqual([[FUND.id, 200]]);
    expect(whose(['Взнос на капитальный ремонт', 'за отопление', 'Отопление'])).toEqual([
      [FUND.id, 100],
      [HEAT.id, 200],
    ]);
  });

  it('stay with the main one where they name nothing, several things or what it takes itself', () => {
    expect(whose(['', 'за жилищно-коммунальные услуги', 'за содержание и капитальный ремонт'])).toEqual([]);
    expect(whose(['за капремонт'], 100_000n, [OWN, HEAT])).toEqual([]);
  });

  it('are no more than the document asks for them', () => {
    expect(whose(['за капремонт', 'за отопление'], 150n)).toEqual([
      [FUND.id, 100],
      [HEAT.id, 50],
    ]);
    expect(whose(['за капремонт'], 0n)).toEqual([]);
  });
});
