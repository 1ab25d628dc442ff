import { describe, expect, it } from '@jest/globals';
import { isOverdue } from './exchange-age.js';

const NOW = new Date('2026-11-23T10:00:00Z');

describe('Files of the accounting', () => {
  it.each([
    ['2026-11-23T09:00:00Z', false],
    ['2026-10-19T10:00:00Z', false],
    ['2026-10-19T09:59:59Z', true],
  ])('that came last at %s are overdue after 35 days: %s', (last, overdue) => {
    expect(isOverdue(new Date(last), NOW, 840)).toBe(overdue);
  });

  it('that have never come are overdue', () => {
    expect(isOverdue(undefined, NOW, 840)).toBe(true);
  });
});
