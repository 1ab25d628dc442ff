import { monthAndYear } from '../../text/month.js';
import { decimal } from '../../text/russian.js';
import { type Dial, dialDigits, dialText } from '../../meters/dial.js';
import { consumed } from '../../meters/reading-check.js';

/** What the history needs of a reading. */
interface Shown {
  readonly period: string;
  readonly status: 'sent' | 'accepted' | 'rejected';
  readonly values: readonly bigint[];
}

/** A row of the history: what the dial showed and what was used since the value before it, by tariff. */
export interface HistoryRow<R extends Shown> {
  readonly reading: R;
  readonly month: string;
  readonly values: readonly { whole: string; fraction: string; used: string }[];
  /** Used by all tariffs together, in the smallest units; null where nothing came before, or it does not count. */
  readonly total: bigint | null;
}

/** With all the places of the dial, so that a column of them stands in line. */
export function usedWords(units: bigint, dial: Dial): string {
  return decimal(dialText(units, dial), dial.decimals);
}

/** Puts readings, newest first, beside those that they continue: only accepted ones count. */
export function historyRows<R extends Shown>(
  newestFirst: readonly R[],
  dial: Dial,
  initial: readonly bigint[] | null,
): HistoryRow<R>[] {
  return newestFirst.map((reading, index) => {
    const before =
      newestFirst
        .slice(index + 1)
        .find(({ status, period }) => status === 'accepted' && period < reading.period)?.values ??
      (newestFirst.slice(index + 1).every(({ status }) => status !== 'accepted') ? initial : null);
    const used = reading.values.map((value, tariff) => {
      const previous = before?.[tariff];
      return previous === undefined || reading.status === 'rejected' ? null : consumed(dial, previous, value);
    });
    return {
      reading,
      month: monthAndYear(reading.period),
      values: reading.values.map((value, tariff) => ({
        ...dialDigits(value, dial),
        used: used[tariff] === null || used[tariff] === undefined ? '' : usedWords(used[tariff], dial),
      })),
      total: used.some((one) => one === null) ? null : used.reduce<bigint>((sum, one) => sum + one!, 0n),
    };
  });
}
