import { isCapitalRepair } from './capital-repair.js';
import type { Recipient, RecipientTerms } from './recipient.js';

type Wanted = Pick<Recipient, 'takes' | 'services' | 'houses'>;

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
export function overlapOf(wanted: Wanted, others: readonly RecipientTerms[]): Overlap | undefined {
  for (const other of others) {
    if (other.ended || !meet(wanted.houses, other.houses)) continue;
    if (wanted.takes === other.takes && wanted.takes !== 'services') return { other, service: undefined };
    const service = commonService(wanted, other);
    if (service !== undefined) return { other, service };
  }
  return undefined;
}

/** Capital repair may also be ticked by its name. */
function commonService(one: Wanted, other: Wanted): string | undefined {
  if (one.takes === 'rest' || other.takes === 'rest') return undefined;
  if (one.takes === 'capital-repair') return other.services.find(isCapitalRepair);
  if (other.takes === 'capital-repair') return one.services.find(isCapitalRepair);
  return one.services.find((service) => other.services.includes(service));
}

/**
 * Whether nobody takes the rest any more where somebody did: `before` did so, `after` is what it becomes, others are those
 * of the same day.
 */
export function leavesRest(
  before: RecipientTerms | undefined,
  after: Wanted & Pick<RecipientTerms, 'ended'>,
  others: readonly RecipientTerms[],
): boolean {
  if (before?.takes !== 'rest' || before.ended) return false;
  const main = [after, ...others].filter(({ takes, ended }) => takes === 'rest' && !ended);
  if (main.some(({ houses }) => houses.length === 0)) return false;
  return (
    before.houses.length === 0 ||
    before.houses.some((house) => main.every(({ houses }) => !houses.includes(house)))
  );
}

function meet(some: readonly string[], others: readonly string[]): boolean {
  if (some.length === 0 || others.length === 0) return some.length === others.length;
  return some.some((house) => others.includes(house));
}
