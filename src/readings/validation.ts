import type { Actor } from '../audit/audit.js';
import {
  isSent,
  type Meter,
  monthsSince,
  previousOf,
  quietLimitOf,
  type ReadingSource,
  standingText,
  usualOfMeter,
  valuesText,
} from '../meters/meter.js';
import {
  type CheckedValue,
  checkValue,
  looksSwapped,
  type ValueCheck,
  type Warning,
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

/** Readings that somebody sends at one time. */
export interface Submission {
  readonly accountId: string;
  readonly entered: readonly Entered[];
  readonly source: ReadingSource;
  readonly actor: Actor;
  /** The day the dial was looked at, if not today. */
  readonly takenOn?: string;
  /** The month that the office takes them for, if not that of the day. */
  readonly month?: string;
  /** Tells this very form, sent again, from another one. */
  readonly formMark?: string;
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

/** The meter beside it, cold or hot, whose history a value fits although it does not fit its own. */
export function fittingNeighbour(
  meters: readonly Meter[],
  { meterId, values: [value] }: Entered,
): Meter | undefined {
  const meter = meters.find(({ id }) => id === meterId);
  if (!meter || value === undefined || checkValue(checked(meter, 0, value)).kind === 'ok') return undefined;
  return meters.find(
    (other) =>
      waters(meter, other) &&
      other.dial.decimals === meter.dial.decimals &&
      previousOf(other, 0) &&
      checkValue(checked(other, 0, value)).kind === 'ok',
  );
}

function checked(meter: Meter, tariff: number, current: bigint): CheckedValue {
  return {
    dial: meter.dial,
    previous: previousOf(meter, tariff)?.value ?? null,
    current,
    months: monthsSince(meter),
    usual: usualOfMeter(meter, tariff)?.month ?? null,
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

/** Why the values of a meter are not taken. */
export type Rejection =
  'less' | 'closed' | 'period' | 'locked' | 'changed' | 'automatic' | 'removed' | 'future';

/** What is not taken, and why. */
export interface RejectedValue {
  readonly meterId: string;
  readonly tariff: number;
  readonly why: Rejection;
}

/**
 * Whether values are to be written: they do not stand there yet, and the sender has typed them. What was found in the
 * form and left as it was gives way to what has come meanwhile, and is not sent anew when its month is over; the office
 * accepts what waits by writing it once more.
 */
export function isFresh(one: ValidationResult, office: boolean): boolean {
  const { meter, values, seen, period } = one;
  const typed = valuesText(meter, values);
  const standing = standingText(meter);
  if (standing === typed) return office && meter.current?.status === 'sent';
  const monthIsOver = period !== undefined && period !== meter.period;
  return !(seen === typed && (standing !== '' || monthIsOver));
}

/** What is refused of a submission, and what is asked about the rest of it: both are said at once. */
export interface Judgement {
  readonly judged: readonly ValidationResult[];
  readonly refusals: readonly RejectedValue[];
  readonly asked: readonly ValidationResult[];
}

/** Looks at all values of a submission on a day. */
export function judge(meters: readonly Meter[], submission: Submission, today: string): Judgement {
  const { entered, actor } = submission;
  const judged = validate(meters, entered);
  const refusals = [
    ...entered
      .filter(({ meterId }) => !meters.some(({ id }) => id === meterId))
      .map(({ meterId }) => ({ meterId, tariff: 0, why: 'removed' as const })),
    ...judged.flatMap((one) => rejectionsOf(one, submission, today)),
  ];
  const asked = judged.filter(
    (one) =>
      isFresh(one, actor.kind === 'staff') &&
      one.doubts.length > 0 &&
      !one.sure &&
      !refusals.some(({ meterId }) => meterId === one.meterId),
  );
  return { judged, refusals, asked };
}

/** What must not be taken of the values of a meter on a day. */
function rejectionsOf(
  one: ValidationResult,
  { actor, source, takenOn }: Submission,
  today: string,
): RejectedValue[] {
  const { meter, values, verdicts, swappedWith, period, seen } = one;
  const office = actor.kind === 'staff';
  const fresh = isFresh(one, office);
  const refuse = (why: Rejection, tariff = 0) => [{ meterId: meter.id, tariff, why }];
  // Whoever holds a link is not told what others have sent, not even that it is the same.
  const own = meter.current?.source === 'link' && meter.current.userId === actor.id;
  if (source === 'link' && isSent(meter) && (fresh || !own)) return refuse('locked');
  if (!fresh) return [];
  if (meter.automatic && !office) return refuse('automatic');
  if (takenOn !== undefined && takenOn > today) return refuse('future');
  if (!meter.window.open && meter.strict && !office) return refuse('closed');
  if (period !== undefined && period !== meter.period) return refuse('period');
  if (isSent(meter) && meter.current!.locked && !office) return refuse('locked');
  // A value that was rejected meanwhile is not sent again by who has not looked.
  const blind = isSent(meter) || seen === valuesText(meter, values);
  if (seen !== undefined && seen !== standingText(meter) && blind) return refuse('changed');
  // Where cold and hot look mixed up, the question says so; a refusal would not help.
  if (swappedWith) return [];
  return verdicts.flatMap((verdict, tariff) => (verdict.kind === 'refuse' ? refuse('less', tariff) : []));
}
