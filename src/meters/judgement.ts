import { type Meter, calmOf, monthsSince, previousOf, usualOfMeter } from './meter.js';
import { type CheckedValue, checkValue, type Doubt, looksSwapped, type Verdict } from './reading-check.js';

/** Values of one meter as somebody sends them, in the smallest units of its dial. */
export interface Entered {
  readonly meterId: string;
  readonly values: readonly bigint[];
}

/** What is to be said of the values of one meter. */
export interface Judgement {
  readonly meter: Meter;
  readonly values: readonly bigint[];
  readonly verdicts: readonly Verdict[];
  readonly doubts: readonly Doubt[];
  /** The meter whose value this one seems to have got. */
  readonly swappedWith: Meter | null;
}

/** Holds values against what is known of their meters, and cold against hot water; a value of an unknown meter has none. */
export function judge(meters: readonly Meter[], entered: readonly Entered[]): Judgement[] {
  const judged = entered.flatMap(({ meterId, values }) => {
    const meter = meters.find(({ id }) => id === meterId);
    return meter
      ? [{ meter, values, checked: values.map((value, tariff) => checked(meter, tariff, value)) }]
      : [];
  });
  return judged.map((one) => {
    const verdicts = one.checked.map(checkValue);
    const twin = judged.find(
      (other) => waters(one.meter, other.meter) && swapped(one.checked, other.checked),
    );
    const doubts = verdicts.flatMap((verdict) => (verdict.kind === 'ask' ? [verdict.doubt] : []));
    return {
      meter: one.meter,
      values: one.values,
      verdicts,
      doubts: [...new Set<Doubt>(twin ? [...doubts, 'swapped'] : doubts)],
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
    calm: calmOf(meter),
  };
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
