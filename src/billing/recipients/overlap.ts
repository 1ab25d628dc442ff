import type { Recipient, RecipientTerms } from './recipient.js';

/** Somebody else who is paid for the same in the same houses, and for what. */
export interface Overlap {
  readonly other: RecipientTerms;
  /** The service; undefined where all else, or capital repair, is meant. */
  readonly service: string | undefined;
}

/**
 * The first other recipient that takes the same. Whoever names houses goes before one for all of them, so that these two
 * are no contradiction; two for all houses are, and two that share a house.
 */
export function overlapOf(
  wanted: Pick<Recipient, 'takes' | 'services' | 'houses'>,
  others: readonly RecipientTerms[],
): Overlap | undefined {
  for (const other of others) {
    if (other.ended || other.takes !== wanted.takes || !meet(wanted.houses, other.houses)) continue;
    if (wanted.takes !== 'services') return { other, service: undefined };
    const service = wanted.services.find((one) => other.services.includes(one));
    if (service !== undefined) return { other, service };
  }
  return undefined;
}

function meet(some: readonly string[], others: readonly string[]): boolean {
  if (some.length === 0 || others.length === 0) return some.length === others.length;
  return some.some((house) => others.includes(house));
}
