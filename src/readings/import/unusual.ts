import { type Dial, dialUnits } from '../../meters/dial.js';
import { checkValue, type Warning } from '../../meters/reading-check.js';
import { type Resource, RESOURCES } from '../../meters/resource.js';
import { usualOf } from '../../meters/usual.js';
import { monthAndYear } from '../../text/month.js';

/** A reading of a file that does not go with its neighbours; values as PostgreSQL writes them, periods as first days. */
export interface UnusualReading {
  readonly item: number;
  readonly row: number;
  readonly period: string;
  readonly reading: readonly string[];
  readonly before: readonly string[] | null;
  /** The month of the value before; null where nobody knows when the meter showed it. */
  readonly before_period: string | null;
  readonly after: readonly string[] | null;
  readonly after_period: string | null;
  readonly months: number | null;
  readonly capacity: number;
  readonly decimals: number;
  readonly resource: Resource;
  /** What was accepted before, newest first. */
  readonly past: readonly { readonly period: string; readonly reading: readonly string[] }[] | null;
}

/** What is to be said of such a reading: the office may load what is unusual, but not what cannot be. */
export type Said =
  | { readonly kind: 'refuse'; readonly reason: string }
  | { readonly kind: 'warn'; readonly doubt: Warning; readonly reason: string }
  | undefined;

/** Judges a reading of a file by the rules for all readings, and tells why. */
export function judgeUnusual(one: UnusualReading): Said {
  let warning: Said;
  for (const [tariff, value] of one.reading.entries()) {
    const said = judgeTariff(one, tariff, value);
    if (said?.kind === 'refuse') return said;
    warning ??= said;
  }
  return warning;
}

function judgeTariff(one: UnusualReading, tariff: number, value: string): Said {
  const { before, before_period: since, after, after_period: until, capacity, decimals } = one;
  const dial: Dial = { capacity, decimals };
  const units = (text: string | undefined) => (text === undefined ? null : dialUnits(text, dial));
  const current = dialUnits(value, dial);
  const past = (one.past ?? []).flatMap(({ period, reading }) => {
    const known = units(reading[tariff]);
    return known === null ? [] : [{ period, value: known }];
  });
  const rules = {
    dial,
    usual: usualOf(dial, past)?.month ?? null,
    quietLimit: BigInt(RESOURCES[one.resource].quietLimit) * 10n ** BigInt(decimals),
    months: one.months ?? 1,
  };
  if (after && until) {
    const later = checkValue({ ...rules, previous: current, current: units(after[tariff]) ?? current });
    if (later.kind === 'refuse') {
      return {
        kind: 'refuse',
        reason: `${value} больше показания ${after[tariff]} за ${monthAndYear(until)}`,
      };
    }
  }
  const previous = units(before?.[tariff]);
  const verdict = checkValue({ ...rules, previous, current });
  const than =
    since === null ? `начального ${before?.[tariff]}` : `${before?.[tariff]} за ${monthAndYear(since)}`;
  if (verdict.kind === 'refuse') return { kind: 'refuse', reason: `${value} меньше ${than}` };
  if (verdict.kind === 'ok' || (verdict.doubt === 'growth' && since === null)) return undefined;
  return {
    kind: 'warn',
    doubt: verdict.doubt,
    reason:
      verdict.doubt === 'rollover'
        ? `${value} меньше ${than}: похоже, счетчик перешёл через ноль`
        : `${value} намного больше ${than}, проверьте, на месте ли запятая`,
  };
}
