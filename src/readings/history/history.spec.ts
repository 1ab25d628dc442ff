import { describe, expect, it } from '@jest/globals';
import { historyRows } from './history.js';

const DIAL = { capacity: 5, decimals: 3 };
const reading = (period: string, value: bigint, status: 'sent' | 'accepted' | 'rejected' = 'accepted') => ({
  period,
  status,
  values: [value],
});

describe('The history of a meter', () => {
  it('tells what was used since the accepted reading before', () => {
    const rows = historyRows(
      [
        reading('2026-11', 130_000n, 'sent'),
        reading('2026-10', 999_000n, 'rejected'),
        reading('2026-09', 123_450n),
      ],
      DIAL,
      null,
    );
    expect(rows.map(({ values: [one] }) => one!.used)).toEqual(['6,550', '', '']);
    expect(rows.map(({ total }) => total)).toEqual([6_550n, null, null]);
    expect(rows[0]!.values[0]).toMatchObject({ whole: '00130', fraction: '000' });
  });

  it('begins with what the meter showed when it was installed', () => {
    expect(historyRows([reading('2026-09', 3_000n)], DIAL, [1_000n])[0]!.total).toBe(2_000n);
  });

  it('goes over zero', () => {
    const rows = historyRows([reading('2026-10', 420n), reading('2026-09', 99_998_750n)], DIAL, null);
    expect(rows[0]!.total).toBe(1_670n);
  });
});
