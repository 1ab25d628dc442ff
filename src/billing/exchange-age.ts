/** What the accounting sends each month. */
export const MONTHLY = ['charges', 'payments'] as const;

const HOUR_MS = 3_600_000;

/** Whether what comes each month is overdue: the last load was longer ago than EXCHANGE_WARN_HOURS, or never. */
export function isOverdue(last: Date | undefined, now: Date, mostHours: number): boolean {
  return last === undefined || now.getTime() - last.getTime() > mostHours * HOUR_MS;
}
