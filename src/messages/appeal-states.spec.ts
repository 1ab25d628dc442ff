import { describe, expect, it } from '@jest/globals';
import {
  APPEAL_MOVES,
  APPEAL_STATES,
  type AppealActorKind,
  type AppealMove,
  type AppealState,
  mayMove,
} from './appeal-states.js';

/** Where each move leads, by state and person; whatever is not named is impossible. */
const POSSIBLE: readonly `${AppealState} ${AppealMove} ${AppealActorKind}`[] = [
  'registered take staff',
  'registered answer staff',
  'in_progress answer staff',
  'conversation answer staff',
  'registered dismiss staff',
  'in_progress dismiss staff',
  'conversation dismiss staff',
  'dismissed resume staff',
  'answered askBack resident',
  'answered askBack author',
];

describe('An entry', () => {
  it('goes the ways of the table and no other', () => {
    const people: AppealActorKind[] = ['resident', 'author', 'staff', 'system'];
    const found = (Object.keys(APPEAL_STATES) as AppealState[]).flatMap((state) =>
      (Object.keys(APPEAL_MOVES) as AppealMove[]).flatMap((move) =>
        people.filter((by) => mayMove(state, move, by)).map((by) => `${state} ${move} ${by}`),
      ),
    );
    expect(found.sort()).toEqual([...POSSIBLE].sort());
  });
});
