import { describe, expect, it } from '@jest/globals';
import { judgeUnusual, type UnusualReading } from './unusual.js';

const reading = (more: Partial<UnusualReading>): UnusualReading => ({
  item: 1,
  row: 2,
  period: '2026-11-01',
  reading: ['12'],
  before: ['99987'],
  before_period: '2026-10-01',
  after: null,
  after_period: null,
  months: 1,
  capacity: 5,
  decimals: 0,
  resource: 'electricity',
  past: null,
  ...more,
});

describe('A reading of a file that does not go with its neighbours', () => {
  it('is loaded with a warning when the dial may have gone over zero', () => {
    expect(judgeUnusual(reading({}))).toMatchObject({ kind: 'warn', doubt: 'rollover' });
  });

  it('is refused when it is less and no rollover', () => {
    expect(judgeUnusual(reading({ reading: ['120'], before: ['500'] }))).toEqual({
      kind: 'refuse',
      reason: '120 меньше 500 за октябрь\u00A02026',
    });
  });

  it('is refused when what came later is less', () => {
    const said = judgeUnusual(
      reading({ reading: ['700'], before: ['500'], after: ['600'], after_period: '2026-12-01' }),
    );
    expect(said).toEqual({ kind: 'refuse', reason: '700 больше показания 600 за декабрь\u00A02026' });
  });

  it('is asked about when a point seems to be missing, but not after an initial value of nobody knows when', () => {
    const grown = { reading: ['1234'], before: ['110'] };
    expect(judgeUnusual(reading(grown))).toMatchObject({ kind: 'warn', doubt: 'growth' });
    expect(judgeUnusual(reading({ ...grown, before_period: null, months: null }))).toBeUndefined();
  });

  it('tells of the tariff that cannot be before one that is unusual', () => {
    const said = judgeUnusual(reading({ reading: ['1234', '5'], before: ['110', '500'] }));
    expect(said).toMatchObject({ kind: 'refuse', reason: '5 меньше 500 за октябрь\u00A02026' });
  });
});
