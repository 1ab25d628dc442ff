import type { Dial } from './dial.js';
import { consumed, FAR, monthsFrom, type PastValue } from './reading-check.js';

/** What one tariff of a meter usually uses in a month, in the smallest units of its dial. */
export interface Usual {
  readonly month: bigint;
  /** The least and the most of the months that are not out of the usual. */
  readonly least: bigint;
  readonly most: bigint;
}

const YEAR = 12;
const LEAST_MONTHS = 3;

/**
 * What is usual, by accepted values newest first; null where fewer than three months are known.
 *
 * The consumption of the last 12 months, month by month; where no value came for some, each of them has its even share.
 * The usual month is the median of these. The range is from the least to the most of those months that are at least a
 * third of the median and at most three times as much: one month that was accepted wrong, however large, or one in
 * which nobody was at home, moves neither.
 */
export function usualOf(dial: Dial, newestFirst: readonly PastValue[]): Usual | null {
  const months = monthlyOf(dial, newestFirst).slice(0, YEAR);
  if (months.length < LEAST_MONTHS) return null;
  months.sort((a, b) => (a < b ? -1 : 1));
  const month = (months[(months.length - 1) >> 1]! + months[months.length >> 1]!) / 2n;
  const near = months.filter((one) => one * FAR >= month && one <= month * FAR);
  return { month, least: near[0] ?? month, most: near.at(-1) ?? month };
}

/** Consumption of each month, newest first. */
function monthlyOf(dial: Dial, newestFirst: readonly PastValue[]): bigint[] {
  return newestFirst.flatMap(({ period, value }, index) => {
    const before = newestFirst[index + 1];
    if (!before) return [];
    const months = Math.max(1, monthsFrom(before.period, period));
    return Array<bigint>(months).fill(consumed(dial, before.value, value) / BigInt(months));
  });
}
