import { describe, expect, it } from '@jest/globals';
import { ColumnTotals } from './column-totals.js';

/** Rows as numbers; totals as texts, grand ones with an exclamation mark. */
function totalsOf(rows: readonly (number | string)[]): ColumnTotals {
  const totals = new ColumnTotals();
  rows.forEach((row, index) => {
    if (typeof row === 'number') totals.add(row);
    else totals.tell({ row: index + 1, kopecks: parseInt(row, 10) }, row.endsWith('!'));
  });
  return totals;
}

describe('Totals of a column', () => {
  it.each([
    ['one', [10, 5, '15'], 15],
    ['one above the rows', ['15', 10, 5], 15],
    ['one of parts and one of all', [10, '10', 5, '5', '15'], 15],
    ['of parts within parts', [1, '1', 2, '2', '3', 4, '4', '4', '7!'], 7],
    ['of all so far', [10, '10', 5, '15'], 15],
    ['above each part', ['15!', '10', 10, '5', 5], 15],
    ['a grand one before others', [10, '10', 5, '15!', '5'], 15],
    ['of parts only', [10, '10', 5, '5'], undefined],
  ])('may be %s', (_, rows, whole) => {
    expect(totalsOf(rows)).toMatchObject({ whole, odd: undefined });
  });

  it.each([
    ['one that is wrong', [10, 5, '25'], 25],
    ['a last one that is wrong', [10, '10', '25'], 25],
    ['a grand one that is wrong', [10, '10', 5, '5', '25!'], 25],
    ['one with rows below it', [10, '10', 5], 10],
    ['those of parts, cut off before the last', [10, '10', 5, '5', 7], 5],
    ['those of parts, the last of which is wrong', [10, '10', 5, '6'], 6],
  ])('are compared with the rows: %s', (_, rows, whole) => {
    const totals = totalsOf(rows);
    expect(totals.whole).toBe(whole);
    expect(totals.whole).not.toBe(totals.counted);
  });

  it('of a part may be wrong while the whole is right', () => {
    expect(totalsOf([10, '9', 5, '5', '15'])).toMatchObject({ whole: 15, odd: { row: 2, kopecks: 9 } });
  });
});
