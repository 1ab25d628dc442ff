import type { WorkingDays } from '../calendar/working-days.js';

/** Until which day of the next month is to be paid, by the month charged (ч. 1 ст. 155 ЖК, changed by 177-ФЗ of 24.06.2025). */
const RULES = [
  { from: '2026-03-01', day: 15 },
  { from: '0000-00-00', day: 10 },
] as const;

/** When the charges of a month (`2026-10-01`) are to be paid; throws UnknownYear where the calendar is not known. */
export function dueDate(period: string, workingDays: WorkingDays): string {
  return workingDays.onOrAfter(plainDueDate(period));
}

/** The same, whether people work on that day or not. */
export function plainDueDate(period: string): string {
  const { day } = RULES.find(({ from }) => period >= from)!;
  const [year, month] = period.split('-').map(Number) as [number, number];
  return new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10);
}
