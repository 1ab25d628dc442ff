import { type Meter, quietLimitOf, monthsSince, previousOf, usualOfMeter } from '../meters/meter.js';
import {
  type CheckedValue,
  checkValue,
  type Warning,
  looksSwapped,
  type ValueCheck,
} from '../meters/reading-check.js';

/** Values of one meter as somebody sends them, in the smallest units of its dial. */
export interface Entered {
  readonly meterId: string;
  readonly values: readonly bigint[];
  /** «Всё верно» was said to these very values. */
  readonly sure?: boolean;
  /** The month that the sender was told they would count for; it may have changed meanwhile. */
  readonly period?: string;
  /** What stood there when the sender looked, as `valuesText`; empty for nothing. */
  readonly seen?: string;
}

/** What is to be said of the values of one meter. */
export interface ValidationResult extends Entered {
  readonly meter: Meter;
  readonly verdicts: readonly ValueCheck[];
  readonly doubts: readonly Warning[];
  /** The meter whose value this one seems to have got. */
  readonly swappedWith: Meter | null;
}

/** Holds values against what is known of their meters, and cold against hot water; a value of an unknown meter has none. */
export function validate(meters: readonly Meter[], entered: readonly Entered[]): ValidationResult[] {
  const judged = entered.flatMap((one) => {
    const meter = meters.find(({ id }) => id === one.meterId);
    return meter
      ? [{ ...one, meter, checked: one.values.map((value, tariff) => checked(meter, tariff, value)) }]
      : [];
  });
  return judged.map(({ checked: own, ...one }) => {
    const verdicts = own.map(checkValue);
    const twin = judged.find((other) => waters(one.meter, other.meter) && swapped(own, other.checked));
    const doubts: Warning[] = verdicts.flatMap((verdict) => (verdict.kind === 'ask' ? [verdict.doubt] : []));
    if (twin) doubts.push('swapped');
    if (isAhead(one.meter, one.values)) doubts.push('later');
    return {
      ...one,
      verdicts,
      doubts: [...new Set(doubts)],
      swappedWith: twin?.meter ?? null,
    };
  });
}

function checked(meter: Meter, tariff: number, current: bigint): CheckedValue {
  return {
    dial: meter.dial,
    previous: previousOf(meter, tariff)?.value ?? null,
    current,
    months: monthsSince(meter),
    usual: usualOfMeter(meter, tariff),
    quietLimit: quietLimitOf(meter),
  };
}

/** Whether a value is more than what has been taken for a later month. */
function isAhead({ later }: Meter, values: readonly bigint[]): boolean {
  return values.some((value, tariff) => value > (later?.values[tariff] ?? value));
}

/** Cold and hot water stand side by side and look the same. */
function waters(one: Meter, other: Meter): boolean {
  const pair = [one.resource, other.resource].sort().join();
  return (
    pair === 'cold_water,hot_water' && (one.place === other.place || one.place === '' || other.place === '')
  );
}

function swapped([one]: readonly CheckedValue[], [other]: readonly CheckedValue[]): boolean {
  return one !== undefined && other !== undefined && looksSwapped(one, other);
}
