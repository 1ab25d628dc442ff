import { describe, expect, it } from '@jest/globals';
import { outdated } from './rotation.js';

const ZONE = 'Asia/Irkutsk';
const at = (text: string) => ({ takenAt: new Date(text) });
const DAY_MS = 86_400_000;

/** The days that stay when a backup is made at three in the morning of so many days, and the old ones are removed each time. */
function afterDays(count: number): string[] {
  let kept: { takenAt: Date }[] = [];
  const first = Date.parse('2025-01-01T03:00:00+08:00');
  for (let day = 0; day < count; day += 1) {
    kept.push({ takenAt: new Date(first + day * DAY_MS) });
    const gone = outdated(kept, ZONE);
    kept = kept.filter((backup) => !gone.includes(backup));
  }
  return kept.map(({ takenAt }) => new Date(takenAt.getTime() + 8 * 3_600_000).toISOString().slice(0, 10));
}

describe('Rotation of backups', () => {
  it('keeps seven days, four weeks and twelve months of backups that are made daily', () => {
    // 700 days end on 1 December 2026, a Tuesday
    expect(afterDays(700)).toEqual([
      ...['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30'],
      ...['2026-07-31', '2026-08-31', '2026-09-30', '2026-10-31', '2026-11-15', '2026-11-22'],
      ...['2026-11-25', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29', '2026-11-30', '2026-12-01'],
    ]);
  });

  it('removes nothing of a week of daily backups', () => {
    expect(afterDays(7)).toHaveLength(7);
  });

  it('keeps the newest of a day, which begins at the midnight of the company', () => {
    const [early, late, next] = ['2026-11-22T17:00:00Z', '2026-11-23T15:59:00Z', '2026-11-23T16:00:00Z'].map(
      at,
    );
    expect(outdated([late!, early!, next!], ZONE)).toEqual([early]);
  });

  it('never removes the newest, however old all of them are, nor those that are rare', () => {
    const rare = ['2020-01-05', '2022-03-01', '2023-07-09', '2026-11-01'].map((day) =>
      at(`${day}T10:00:00Z`),
    );
    expect(outdated(rare, ZONE)).toEqual([]);
    expect(outdated([], ZONE)).toEqual([]);
  });

  it('takes a week that lies in two years for one', () => {
    const days = ['2026-12-28', '2026-12-31', '2027-01-01', '2027-01-03'].map((day) =>
      at(`${day}T10:00:00Z`),
    );
    const older = Array.from({ length: 7 }, (_, n) =>
      at(`2027-01-${String(11 + n).padStart(2, '0')}T10:00:00Z`),
    );
    // the week keeps its last day, the month of December its own
    expect(outdated([...older, ...days], ZONE)).toEqual([days[2], days[0]]);
  });
});
