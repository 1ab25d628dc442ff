import { describe, expect, it } from '@jest/globals';
import { owedInTime, owedSince } from './owed-since.js';

const MONTHS = [
  { period: '2026-10-01', kopecks: 500n, dueOn: '2026-11-10' },
  { period: '2026-09-01', kopecks: 400n, dueOn: '2026-10-10' },
  { period: '2026-08-01', kopecks: -100n, dueOn: '2026-09-10' },
  { period: '2026-07-01', kopecks: 300n, dueOn: '2026-08-10' },
];

const since = (owed: bigint, today = '2026-11-30', months = MONTHS, balance: string | null = null) =>
  owedSince(owed, months, today, balance)?.replaceAll('\u00a0', ' ');

describe('Since when a sum is owed', () => {
  it.each([
    [0n, undefined],
    [-5n, undefined],
    [1n, 'долг с октября 2026 года'],
    [500n, 'долг с октября 2026 года'],
    [501n, 'долг с сентября 2026 года'],
    [901n, 'долг с июля 2026 года'],
    [1200n, 'долг с июля 2026 года'],
    [1201n, 'долг старше июля 2026 года'],
  ])('of %s kopecks: %s', (owed, words) => {
    expect(since(owed)).toBe(words);
  });

  it('says the last day while it has not passed', () => {
    expect(since(500n, '2026-11-10')).toBe('оплатить до 10 ноября 2026');
    expect(since(501n, '2026-11-10')).toBe('долг с сентября 2026 года');
  });

  it('knows the day of the first balance where there is no document', () => {
    expect(since(5n, '2026-11-30', [], '2026-05-31')).toBe('долг не позднее чем с 31 мая 2026');
    expect(since(5n, '2026-11-30', [])).toBeUndefined();
  });
});

describe('What is owed and may still be paid in time', () => {
  it.each([
    ['2026-11-30', 900n, undefined],
    ['2026-11-10', 900n, { kopecks: 500n, until: '2026-11-10' }],
    ['2026-11-10', 300n, { kopecks: 300n, until: '2026-11-10' }],
    ['2026-10-10', 1000n, { kopecks: 900n, until: '2026-10-10' }],
    ['2026-10-10', 500n, { kopecks: 500n, until: '2026-11-10' }],
    ['2026-11-10', 0n, undefined],
  ])('on %s of %s kopecks: %j', (today, owed, inTime) => {
    expect(owedInTime(owed, MONTHS, today)).toEqual(inTime);
  });
});
