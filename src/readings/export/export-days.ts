/** When exports leave by themselves. */
interface ExportDays {
  /** From this hour and minute of a day on, `06:00`. */
  readonly exportAt: string;
  /** Days of a month; none: each day. One that a month does not have is its last. */
  readonly exportDays: readonly number[];
}

/** Whether an export is due on a day (`2026-11-23`), so many minutes after its midnight. */
export function isExportDue(day: string, minute: number, { exportAt, exportDays }: ExportDays): boolean {
  const [hours, minutes] = exportAt.split(':').map(Number) as [number, number];
  if (minute < hours * 60 + minutes) return false;
  if (exportDays.length === 0) return true;
  const [year, month, date] = day.split('-').map(Number) as [number, number, number];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return exportDays.some((wanted) => Math.min(wanted, last) === date);
}
