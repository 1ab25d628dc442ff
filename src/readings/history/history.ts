import { monthAndYear } from '../../text/month.js';
import { decimal } from '../../text/russian.js';
import { type Dial, dialDigits, dialText } from '../../meters/dial.js';
import { consumed } from '../../meters/reading-check.js';

/** What the history needs of a reading. */
interface Shown {
  readonly period: string;
  readonly status: 'sent' | 'accepted' | 'rejected';
  readonly values: readonly bigint[];
  readonly takenOn: string;
}

/** What a meter showed when it was installed, and on which day, as far as that is known. */
interface Beginning {
  readonly initial: readonly bigint[] | null;
  readonly installedOn: string | null;
  /** Both are of the last reading before somebody came, not of the installation. */
  readonly began?: boolean;
}

/** A value that was taken later than so many days after the meter was installed is not the use of a month. */
const LONG_DAYS = 62;
const MONTH_DAYS = 30.4;

/** A row of the history: what the dial showed and what was used since the value before it, by tariff. */
export interface HistoryRow<R extends Shown> {
  readonly reading: R;
  readonly month: string;
  readonly values: readonly { whole: string; fraction: string; used: string }[];
  /** Used by all tariffs together, in the smallest units; null where nothing came before, or it does not count. */
  readonly total: bigint | null;
  /** What was used since the meter was installed, which was long ago or nobody knows when: «с установки, 56 мес.»; else empty. */
  readonly since: string;
}

/** With all the places of the dial, so that a column of them stands in line. */
export function usedWords(units: bigint, dial: Dial): string {
  return decimal(dialText(units, dial), dial.decimals);
}

/** Puts readings, newest first, beside those that they continue: only accepted ones count. */
export function historyRows<R extends Shown>(
  newestFirst: readonly R[],
  dial: Dial,
  begun: Beginning,
): HistoryRow<R>[] {
  return newestFirst.map((reading, index) => {
    const earlier = newestFirst.slice(index + 1);
    const isFirst = earlier.every(({ status }) => status !== 'accepted');
    const before =
      earlier.find(({ status, period }) => status === 'accepted' && period < reading.period)?.values ??
      (isFirst ? begun.initial : null);
    const used = reading.values.map((value, tariff) => {
      const previous = before?.[tariff];
      return previous === undefined || reading.status === 'rejected' ? null : consumed(dial, previous, value);
    });
    const total = used.some((one) => one === null) ? null : used.reduce<bigint>((sum, one) => sum + one!, 0n);
    return {
      reading,
      month: monthAndYear(reading.period),
      values: reading.values.map((value, tariff) => ({
        ...dialDigits(value, dial),
        used: used[tariff] === null || used[tariff] === undefined ? '' : usedWords(used[tariff], dial),
      })),
      total,
      since: isFirst && total !== null ? sinceInstalled(begun, reading.takenOn) : '',
    };
  });
}

function sinceInstalled({ installedOn, began }: Beginning, takenOn: string): string {
  if (installedOn === null) return 'с установки';
  const days = (Date.parse(takenOn) - Date.parse(installedOn)) / 86_400_000;
  return days <= LONG_DAYS
    ? ''
    : `${began ? 'за ' : 'с установки, '}${Math.round(days / MONTH_DAYS)}\u00A0мес.`;
}
