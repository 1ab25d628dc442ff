import { describe, expect, it } from '@jest/globals';
import { keptOf } from './kept.js';

const at = (local: string): Date => new Date(`2026-11-${local.replace(' ', 'T')}:00+08:00`);
const NOW = at('23 12:00');

describe('keptOf', () => {
  it.each([
    ['done before its term', 'completed', '23 10:30', '23 10:29', 'kept'],
    ['done in the last instant of its term', 'closed', '23 10:30', '23 10:30', 'kept'],
    ['done a minute late', 'closed', '23 10:30', '23 10:31', 'late'],
    ['open past its term', 'open', '23 11:59', null, 'late'],
    ['open in the last instant of its term', 'in_progress', '23 12:00', null, 'running'],
    ['open with time left', 'in_progress', '23 12:01', null, 'running'],
    ['deferred past its term: the clock of the law goes on', 'deferred', '23 11:00', null, 'late'],
    ['declined, whenever', 'declined', '23 11:00', null, 'none'],
    ['without such a term', 'closed', null, '23 10:30', 'none'],
  ] as const)('of a request %s', (_what, state, due, doneAt, kept) => {
    expect(keptOf({ state, due: due && at(due), doneAt: doneAt && at(doneAt) }, NOW)).toBe(kept);
  });
});
