import { describe, expect, it } from '@jest/globals';
import { countedTo, shownTo } from './shown-count.js';

describe('A count that goes no further', () => {
  it.each([
    [0, 0, { count: 0, urgent: 0 }],
    [999, 3, { count: 999, urgent: 3 }],
    [1000, 3, { count: 999, urgent: 3, more: true }],
    [1000, 1000, { count: 999, urgent: 999, more: true }],
  ])('of a thousand says of %i, %i of them urgent, as the tabs of the list do', (count, urgent, told) => {
    expect(countedTo(1000, count, urgent)).toEqual(told);
  });

  it('is the same words in the menu and on «Сегодня»', () => {
    expect([0, 38, 999, 1000].map((count) => shownTo(1000, count))).toEqual(['0', '38', '999', '999+']);
  });
});
