import { describe, expect, it } from '@jest/globals';
import type { AccountPage } from '../../accounts/accounts.service.js';
import type { Meter } from '../../meters/meter.js';
import { type Flat, homeOf, metersOf } from './flats.js';

function flat(id: string, meters: readonly string[]): Flat {
  return { account: { id } as AccountPage, meters: meters.map((one) => ({ id: one }) as Meter) };
}

const many = (prefix: string, count: number) => Array.from({ length: count }, (_, n) => `${prefix}${n}`);

describe('The page of all flats of a family', () => {
  it('asks once for a meter that two flats share, at the first of them', () => {
    const home = homeOf([flat('a', ['cold', 'shared']), flat('b', ['shared', 'hot'])]);
    expect(metersOf(home).map(({ id }) => id)).toEqual(['cold', 'shared', 'hot']);
  });

  it('leaves flats whose meters would make the form too long to their own pages, and forgets none', () => {
    const home = homeOf([
      flat('a', many('a', 60)),
      flat('b', many('b', 40)),
      flat('c', many('c', 1)),
      flat('d', []),
    ]);
    expect(home.flats.map(({ account }) => account.id)).toEqual(['a', 'b']);
    expect(home.rest.map(({ id }) => id)).toEqual(['c', 'd']);
  });

  it('has the first flat with however many meters', () => {
    expect(homeOf([flat('a', many('a', 150)), flat('b', [])]).flats).toHaveLength(2);
    expect(homeOf([flat('a', many('a', 150)), flat('b', ['b'])]).flats).toHaveLength(1);
  });
});
