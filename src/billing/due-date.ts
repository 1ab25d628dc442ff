import type { WorkingDays } from './working-days.js';

/** Until which day of the next month is to be paid, by the month charged (ч. 1 ст. 155 ЖК, changed by 177-ФЗ of 24.06.2025). */
const RULES = [
  { from: '2026-03-01', day: 15 },
  { from: '0000-00-00', day: 10 },
] as const;

/** The last day to pay what was charged for a month. */
export interface DueDate {
  readonly day: string;
  /** False when the calendar of that year is not known: then the day has not been moved to a working one. */
  readonly certain: boolean;
}

/** When the charges of a month (`2026-10-01`) are to be paid. */
export function dueDate(period: string, workingDays: WorkingDays): DueDate {
  const { day } = RULES.find(({ from }) => period >= from)!;
  const [year, month] = period.split('-').map(Number) as [number, number];
  const plain = new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
  return workingDays.knows(plain)
    ? { day: workingDays.onOrAfter(plain), certain: true }
    : { day: plain, certain: false };
}
