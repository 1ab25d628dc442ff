import { localTime } from '../text/local-time.js';

const DAY_MS = 86_400_000;

/** How many of each kind are kept. */
const KEPT = { days: 7, weeks: 4, months: 12 } as const;

/**
 * Which of these backups may go: of each of the last seven days, four weeks and twelve months that have any, the newest one
 * stays. Days are those of the company; those without a backup do not count, so that nothing goes while none are made.
 */
export function outdated<Backup extends { readonly takenAt: Date }>(
  backups: readonly Backup[],
  timeZone: string,
): Backup[] {
  const newestFirst = [...backups].sort((one, other) => other.takenAt.getTime() - one.takenAt.getTime());
  const kept = new Set<Backup>();
  const keep = (most: number, periodOf: (day: string) => string): void => {
    const periods = new Set<string>();
    for (const backup of newestFirst) {
      const period = periodOf(dayOf(backup.takenAt, timeZone));
      if (periods.has(period)) continue;
      if (periods.size === most) return;
      periods.add(period);
      kept.add(backup);
    }
  };
  keep(KEPT.days, (day) => day);
  keep(KEPT.weeks, mondayOf);
  keep(KEPT.months, (day) => day.slice(0, 7));
  return newestFirst.filter((backup) => !kept.has(backup));
}

function dayOf(moment: Date, timeZone: string): string {
  const { year, month, day } = localTime(moment, timeZone);
  return `${year}-${month}-${day}`;
}

function mondayOf(day: string): string {
  const at = new Date(`${day}T00:00:00Z`);
  return new Date(at.getTime() - ((at.getUTCDay() + 6) % 7) * DAY_MS).toISOString().slice(0, 10);
}
