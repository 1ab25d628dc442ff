import { calendarDay, monthAndYear, monthName } from '../text/month.js';
import { money } from '../text/russian.js';

interface LastDocument {
  readonly month: string;
  readonly dueOn: string;
  readonly closing: bigint;
  /** What the month adds to the debt. */
  readonly total: bigint;
  readonly penalty: bigint;
  readonly lines: readonly [service: string, total: string][];
}

/** The latest receipt as the page of the account shows it. */
export interface LastReceipt {
  readonly month: string;
  /** «октябрь 2026». */
  readonly title: string;
  readonly name: string;
  /** Until when to pay; null when there is nothing to pay. */
  readonly due: string | null;
  /** What to pay, or null when it is paid ahead. */
  readonly sum: string | null;
  readonly advance: string | null;
  readonly total: string;
  readonly lines: readonly { service: string; sum: string }[];
}

/** Puts the latest receipt into words. */
export function lastReceipt(document: LastDocument): LastReceipt {
  const { month, closing, penalty } = document;
  const lines = document.lines.map(([service, total]) => ({ service, sum: money(BigInt(total)) }));
  return {
    month,
    title: monthAndYear(month),
    name: monthName(month),
    due: closing > 0n ? calendarDay(document.dueOn) : null,
    sum: closing < 0n ? null : money(closing),
    advance: closing < 0n ? money(-closing) : null,
    total: money(document.total),
    lines: penalty === 0n ? lines : [...lines, { service: 'Пени', sum: money(penalty) }],
  };
}
