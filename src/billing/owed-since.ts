import { calendarDay, monthAndYear } from '../text/month.js';

/** A month that has added to what is owed, the newest first. */
export interface OwedMonth {
  /** `2026-10`, or a day of it. */
  readonly period: string;
  readonly kopecks: bigint;
  readonly dueOn: string;
}

/**
 * Since when a sum is owed: payments go to the oldest month first, so what is owed is what the latest months came to
 * (decision 59). What no document tells of was owed before the first of them, or on the day of the first balance.
 */
export function owedSince(
  owed: bigint,
  months: readonly OwedMonth[],
  today: string,
  firstBalance: string | null,
): string | undefined {
  if (owed <= 0n) return undefined;
  let rest = owed;
  for (const { period, kopecks, dueOn } of months) {
    rest -= kopecks > 0n ? kopecks : 0n;
    if (rest > 0n) continue;
    return today <= dueOn ? `оплатить до\u00a0${calendarDay(dueOn)}` : `долг с\u00a0${yearOf(period)}`;
  }
  const oldest = months.at(-1);
  if (oldest) return `долг старше ${yearOf(oldest.period)}`;
  return firstBalance === null ? undefined : `долг не позднее чем с\u00a0${calendarDay(firstBalance)}`;
}

/** How much of what is owed may still be paid in time, and until when; nothing of it where all is late. */
export function owedInTime(
  owed: bigint,
  months: readonly OwedMonth[],
  today: string,
): { readonly kopecks: bigint; readonly until: string } | undefined {
  let kopecks = 0n;
  let until = '';
  for (const month of months) {
    if (month.kopecks <= 0n || today > month.dueOn || kopecks >= owed) continue;
    kopecks += month.kopecks;
    until = month.dueOn;
  }
  return kopecks === 0n ? undefined : { kopecks: kopecks < owed ? kopecks : owed, until };
}

function yearOf(period: string): string {
  return `${monthAndYear(period, 'genitive')} года`;
}
