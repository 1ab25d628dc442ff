import { describe, expect, it } from '@jest/globals';
import { carriedOver, type Former } from './carried.js';

const [FUND, HEAT] = [2, 3];
const owed = (recipientId: number, due: bigint, paid = 0n): Former => ({ recipientId, due, paid });

describe('A debt of former months', () => {
  it('stays with the recipient that it was owed to', () => {
    // The company 1000, the fund 300; nobody has paid.
    expect(carriedOver(1300n, [owed(FUND, 300n)])).toEqual({ shares: [[FUND, 300n]], unclear: false });
    expect(carriedOver(1500n, [owed(FUND, 300n), owed(HEAT, 200n)]).shares).toEqual([
      [FUND, 300n],
      [HEAT, 200n],
    ]);
  });

  it('is less by what the recipient was paid, and is an advance where that was more', () => {
    expect(carriedOver(1200n, [owed(FUND, 300n, 100n)]).shares).toEqual([[FUND, 200n]]);
    expect(carriedOver(1000n, [owed(FUND, 300n, 300n)]).shares).toEqual([]);
    expect(carriedOver(900n, [owed(FUND, 300n, 400n)]).shares).toEqual([[FUND, -100n]]);
    // Given back by the fund: it is owed that once more.
    expect(carriedOver(1600n, [owed(FUND, 300n, -300n)]).shares).toEqual([[FUND, 600n]]);
  });

  it('is paid last by payments that nobody has told the recipient of: they pay the main one first', () => {
    expect(carriedOver(700n, [owed(FUND, 300n)]).shares).toEqual([[FUND, 300n]]);
    expect(carriedOver(300n, [owed(FUND, 300n)]).shares).toEqual([[FUND, 300n]]);
    expect(carriedOver(120n, [owed(FUND, 300n)]).shares).toEqual([[FUND, 120n]]);
    expect(carriedOver(0n, [owed(FUND, 300n)])).toEqual({ shares: [], unclear: false });
    expect(carriedOver(-50n, [owed(FUND, 300n)])).toEqual({ shares: [], unclear: false });
  });

  it('is the main one’s where nobody can say which of several debts was paid in part', () => {
    const two = [owed(FUND, 300n), owed(HEAT, 200n)];
    expect(carriedOver(500n, two).shares).toHaveLength(2);
    expect(carriedOver(499n, two)).toEqual({ shares: [], unclear: true });
    expect(carriedOver(0n, two)).toEqual({ shares: [], unclear: false });
    expect(carriedOver(100n, [owed(FUND, 300n), owed(HEAT, 200n, 200n)]).shares).toEqual([[FUND, 100n]]);
  });

  it('of one recipient is not paid by the advance of another', () => {
    // The fund is owed 300, the heat was paid 100 ahead, the document asks for 200 in all: the main one for nothing.
    expect(carriedOver(200n, [owed(FUND, 300n), owed(HEAT, 0n, 100n)])).toEqual({
      shares: [
        [FUND, 300n],
        [HEAT, -100n],
      ],
      unclear: false,
    });
    expect(carriedOver(-100n, [owed(HEAT, 0n, 100n)]).shares).toEqual([[HEAT, -100n]]);
  });

  it('leaves the main one never less than nothing by debts of the others', () => {
    for (let rest = -500n; rest <= 1500n; rest += 37n) {
      for (const paid of [0n, 150n, 400n]) {
        const { shares } = carriedOver(rest, [owed(FUND, 300n, paid), owed(HEAT, 200n)]);
        const debts = shares
          .filter(([, kopecks]) => kopecks > 0n)
          .reduce((all, [, kopecks]) => all + kopecks, 0n);
        const ahead = shares
          .filter(([, kopecks]) => kopecks < 0n)
          .reduce((all, [, kopecks]) => all + kopecks, 0n);
        expect(debts === 0n || debts <= rest - ahead).toBe(true);
      }
    }
  });
});
