import { type Dial, dialRound } from './dial.js';

/** Why a value is looked at twice. */
export type Warning = 'growth' | 'rollover' | 'swapped' | 'later';

/** What is known when a value is checked; values are in the smallest units of the dial. */
export interface CheckedValue {
  readonly dial: Dial;
  /** The last value that was accepted; null for a meter that has never been read. */
  readonly previous: bigint | null;
  readonly current: bigint;
  /** So many months since then, at least one. */
  readonly months: number;
  /** Usual for a month; null where too little is known. */
  readonly usual: bigint | null;
  /** Nobody wonders at so much in a month of a meter of which little is known. */
  readonly quietLimit: bigint;
}

/** What is to be said of a value; consumption is null where there is nothing to compare with. */
export type ValueCheck =
  | { readonly kind: 'ok'; readonly consumption: bigint | null }
  | { readonly kind: 'ask'; readonly doubt: Warning; readonly consumption: bigint }
  | { readonly kind: 'refuse' };

/**
 * Refuses what cannot be and asks about what is unusual: more than three times the usual month, or the dial going
 * over zero. A plausible value is never refused.
 */
export function checkValue({ dial, previous, current, ...known }: CheckedValue): ValueCheck {
  if (previous === null) {
    return { kind: 'ok', consumption: null };
  }
  const most = mostExpected(known);
  if (current >= previous) {
    const consumption = current - previous;
    return consumption > most ? { kind: 'ask', doubt: 'growth', consumption } : { kind: 'ok', consumption };
  }
  const consumption = dialRound(dial) - previous + current;
  return consumption <= most ? { kind: 'ask', doubt: 'rollover', consumption } : { kind: 'refuse' };
}

/**
 * More than so much is unusual: three times what is usual, and nobody wonders at a third of the calm amount. Where it is
 * not known what is usual, the whole of it is calm.
 */
export function mostExpected({
  months,
  usual,
  quietLimit,
}: Pick<CheckedValue, 'months' | 'usual' | 'quietLimit'>): bigint {
  const span = BigInt(Math.max(1, months));
  return usual === null ? span * quietLimit : larger(span * FAR * usual, (span * quietLimit) / FAR);
}

/**
 * Less than so much is unusual: a third of what is usual, where that is a whole unit at least. It is worth a word, never
 * a question: nobody may have been at home.
 */
export function leastExpected({
  dial,
  months,
  usual,
}: Pick<CheckedValue, 'dial' | 'months' | 'usual'>): bigint {
  if (usual === null || usual < 10n ** BigInt(dial.decimals)) return 0n;
  return (BigInt(Math.max(1, months)) * usual + FAR - 1n) / FAR;
}

/** Whether two meters look mixed up: at least one value does not fit its own meter, and both fit each other's. */
export function looksSwapped(one: CheckedValue, other: CheckedValue): boolean {
  if (one.dial.decimals !== other.dial.decimals || one.previous === null || other.previous === null) {
    return false;
  }
  const own = [checkValue(one), checkValue(other)];
  const crossed = [
    checkValue({ ...one, current: other.current }),
    checkValue({ ...other, current: one.current }),
  ];
  return own.some(({ kind }) => kind !== 'ok') && crossed.every(({ kind }) => kind === 'ok');
}

/** What was accepted for a month, `2026-10`. */
export interface PastValue {
  readonly period: string;
  readonly value: bigint;
}

/** So many times more or less than is usual is out of the usual. */
export const FAR = 3n;

const LEAST_MONTHS = 3;

/** What was used between two values; a dial that shows less has gone over zero. */
export function consumed(dial: Dial, previous: bigint, current: bigint): bigint {
  return current >= previous ? current - previous : dialRound(dial) - previous + current;
}

/**
 * The average consumption of a month by values newest first, all of them, as the accounting charges it for months
 * without readings; null when they span fewer than three months. What is usual is another thing: `usualOf`.
 */
export function averageOf(dial: Dial, newestFirst: readonly PastValue[]): bigint | null {
  const [newest, oldest] = [newestFirst[0], newestFirst.at(-1)];
  if (!newest || !oldest) return null;
  const months = monthsFrom(oldest.period, newest.period);
  if (months < LEAST_MONTHS) return null;
  const total = newestFirst.reduce((sum, { value }, index) => {
    const before = newestFirst[index + 1];
    return before ? sum + consumed(dial, before.value, value) : sum;
  }, 0n);
  return total / BigInt(months);
}

/** So many months lie between two months, `2026-10` and `2026-12`: two. */
export function monthsFrom(earlier: string, later: string): number {
  const index = (month: string) => Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return index(later) - index(earlier);
}

function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
