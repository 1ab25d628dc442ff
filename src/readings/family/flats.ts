import type { AccountPage } from '../../accounts/accounts.service.js';
import type { Meter } from '../../meters/meter.js';

/** A flat of a family with its meters. */
export interface Flat {
  readonly account: AccountPage;
  readonly meters: readonly Meter[];
}

/** The flats of one page, and accounts whose meters would make a form that is too long: those have pages of their own. */
export interface Home {
  readonly flats: readonly Flat[];
  readonly rest: readonly AccountPage[];
}

/** Of one form, with room to spare under the limits of forms. */
const MOST_METERS = 100;

/** Puts flats on a page, in their order; a meter that several of them share stands at the first. */
export function homeOf(all: readonly Flat[]): Home {
  const flats: Flat[] = [];
  const seen = new Set<string>();
  for (const { account, meters } of all) {
    const own = meters.filter(({ id }) => !seen.has(id));
    if (flats.length > 0 && own.length > 0 && seen.size + own.length > MOST_METERS) break;
    for (const { id } of own) seen.add(id);
    flats.push({ account, meters: own });
  }
  return { flats, rest: all.slice(flats.length).map(({ account }) => account) };
}

/** All meters of a page. */
export function metersOf({ flats }: Home): Meter[] {
  return flats.flatMap(({ meters }) => meters);
}
