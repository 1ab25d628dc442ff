import { describe, expect, it } from '@jest/globals';
import { averageOfMeter, type Meter, previousOf, type Reading, usualOfMeter } from './meter.js';
import { seenSince } from './seen-since.js';

const reading = (period: string, value: bigint, more: Partial<Reading> = {}): Reading => ({
  ...{ id: period, period, status: 'accepted', values: [value], takenOn: `${period}-20`, source: 'cabinet' },
  ...{ rejectReason: null, cancelled: false, userId: null, locked: false, certificateId: null },
  ...more,
});

const ACCEPTED = ['2026-10', '2026-09', '2026-08', '2026-07', '2026-06'].map((period, back) =>
  reading(period, BigInt(150_000 - back * 7_000)),
);

const METER: Meter = {
  ...{ id: 'm', resource: 'cold_water', number: '1', place: '', tariffs: 1, automatic: false },
  ...{ dial: { capacity: 5, decimals: 3 }, verificationDue: null, installedOn: '2020-01-01', initial: [0n] },
  ...{ strict: false, period: '2026-11', current: null, accepted: ACCEPTED, lastMonth: '2026-10' },
  ...{ rejected: null, lastSent: '2026-10', later: null },
  window: { period: '2026-11', opens: '2026-11-15', closes: '2026-11-25', open: true },
};

describe('A meter as a tenant sees it', () => {
  it('shows where the dial stood when they came, and nothing of what was used before', () => {
    expect(usualOfMeter(METER, 0)).not.toBeNull();
    const seen = seenSince(METER, '2026-11-01');
    expect(previousOf(seen, 0)).toEqual({ value: 150_000n, takenOn: '2026-10-20' });
    expect([seen.accepted.length, seen.initial]).toEqual([1, null]);
    expect([usualOfMeter(seen, 0), averageOfMeter(seen, 0)]).toEqual([null, null]);
  });

  it('keeps their own months, from the reading that these begin with', () => {
    const seen = seenSince(METER, '2026-08-25');
    expect(seen.accepted.map(({ period }) => period)).toEqual(['2026-10', '2026-09', '2026-08']);
  });

  it('tells no use by a reading of this month that was there before them', () => {
    const current = reading('2026-11', 157_000n, { takenOn: '2026-11-16' });
    const seen = seenSince({ ...METER, current }, '2026-11-18');
    expect([seen.current, previousOf(seen, 0)]).toEqual([current, null]);
  });

  it('keeps from them what was refused of others', () => {
    const current = reading('2026-11', 9n, { takenOn: '2026-11-16', status: 'rejected' });
    const rejected = reading('2026-10', 9n, { status: 'rejected' });
    const seen = seenSince({ ...METER, current, rejected }, '2026-11-18');
    expect([seen.current, seen.rejected]).toEqual([null, null]);
    const own = seenSince({ ...METER, current, rejected }, '2026-10-01');
    expect([own.current, own.rejected]).toEqual([current, rejected]);
  });

  it('hides what the dial began with before them, or nobody knows when', () => {
    const unread = { ...METER, accepted: [] };
    const seen = (installedOn: string | null) =>
      previousOf(seenSince({ ...unread, installedOn }, '2026-11-01'), 0);
    expect([seen('2026-10-31'), seen(null)]).toEqual([null, null]);
    expect(seen('2026-11-01')).toEqual({ value: 0n, takenOn: '2026-11-01' });
  });

  it('does not lay months at their door that others have missed', () => {
    const long = { ...METER, lastMonth: '2026-03', lastSent: '2026-03' };
    expect(seenSince(long, '2026-11-05').lastSent).toBe('2026-10');
    expect(seenSince(long, '2026-09-05').lastMonth).toBe('2026-08');
    expect(seenSince(METER, '2026-11-05').lastSent).toBe('2026-10');
  });
});
