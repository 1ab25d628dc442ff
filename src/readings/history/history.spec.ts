import { describe, expect, it } from '@jest/globals';
import { historyRows } from './history.js';

const DIAL = { capacity: 5, decimals: 3 };
const reading = (period: string, value: bigint, status: 'sent' | 'accepted' | 'rejected' = 'accepted') => ({
  period,
  status,
  values: [value],
  takenOn: `${period}-20`,
});
const NOTHING = { initial: null, installedOn: null };

describe('The history of a meter', () => {
  it('tells what was used since the accepted reading before', () => {
    const rows = historyRows(
      [
        reading('2026-11', 130_000n, 'sent'),
        reading('2026-10', 999_000n, 'rejected'),
        reading('2026-09', 123_450n),
      ],
      DIAL,
      NOTHING,
    );
    expect(rows.map(({ values: [one] }) => one!.used)).toEqual(['6,550', '', '']);
    expect(rows.map(({ total }) => total)).toEqual([6_550n, null, null]);
    expect(rows[0]!.values[0]).toMatchObject({ whole: '00130', fraction: '000' });
  });

  it('begins with what the meter showed when it was installed', () => {
    const first = (installedOn: string | null) =>
      historyRows([reading('2026-09', 3_000n)], DIAL, { initial: [1_000n], installedOn })[0]!;
    expect(first('2026-08-25')).toMatchObject({ total: 2_000n, since: '' });
    expect(first('2022-01-20')).toMatchObject({ total: 2_000n, since: 'с установки, 56\u00A0мес.' });
    expect(first(null)).toMatchObject({ total: 2_000n, since: 'с установки' });
  });

  it('says so of the first month only', () => {
    const rows = historyRows([reading('2026-10', 5_000n), reading('2026-09', 3_000n)], DIAL, {
      initial: [0n],
      installedOn: '2022-01-20',
    });
    expect(rows.map(({ since }) => since)).toEqual(['', 'с установки, 56\u00A0мес.']);
  });

  it('goes over zero', () => {
    const rows = historyRows([reading('2026-10', 420n), reading('2026-09', 99_998_750n)], DIAL, NOTHING);
    expect(rows[0]!.total).toBe(1_670n);
  });
});
