import { describe, expect, it } from '@jest/globals';
import {
  isOpen,
  mayMove,
  type Move,
  MOVES,
  REQUEST_STATES,
  type RequestActorKind,
  type RequestState,
} from './states.js';

const STATES = Object.keys(REQUEST_STATES) as RequestState[];
const PEOPLE: RequestActorKind[] = ['resident', 'staff', 'executor', 'system'];

/** All that is possible: who may do what from which state. Everything else is not. */
const POSSIBLE: Record<Move, { from: RequestState[]; by: RequestActorKind[] }> = {
  take: { from: ['open'], by: ['staff', 'executor'] },
  release: { from: ['in_progress'], by: ['staff'] },
  defer: { from: ['open', 'in_progress'], by: ['staff'] },
  resume: { from: ['deferred'], by: ['staff', 'system'] },
  complete: { from: ['in_progress'], by: ['staff', 'executor'] },
  decline: { from: ['open', 'in_progress', 'deferred'], by: ['staff'] },
  reopen: { from: ['completed'], by: ['resident', 'staff'] },
  close: { from: ['completed'], by: ['resident', 'staff', 'system'] },
};

const TABLE = (Object.keys(MOVES) as Move[]).flatMap((move) =>
  STATES.flatMap((state) => PEOPLE.map((by) => [state, move, by] as const)),
);

describe('mayMove', () => {
  it.each(TABLE)('from %s, %s by %s', (state, move, by) => {
    const { from, by: people } = POSSIBLE[move];
    expect(mayMove(state, move, by)).toBe(from.includes(state) && people.includes(by));
  });
});

describe('isOpen', () => {
  it.each(STATES)('%s', (state) => {
    expect(isOpen(state)).toBe(['open', 'in_progress', 'deferred'].includes(state));
  });
});
