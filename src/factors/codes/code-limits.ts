import { DAY, limit, MINUTE } from '../../core/limits.js';
import type { Counter } from '../../core/throttle.js';
import type { CodeLimits } from './code-people.js';

/** The limits of one kind of people. */
export function limitsOfCodes(who: string): CodeLimits {
  return {
    code: limit(`totp: ${who}`, 5, 15 * MINUTE),
    inARow: limit(`totp: ${who}, in a row`, 100, 365 * DAY),
    near: limit(`totp: known door of ${who}`, 5, 15 * MINUTE),
    nearInARow: limit(`totp: known doors of ${who}, in a row`, 100, 365 * DAY),
    first: limit(`totp: first code of ${who}`, 20, 15 * MINUTE),
    journal: limit(`journal: stopped codes of ${who}`, 1, 15 * MINUTE),
    letter: limit(`letter: wrong codes of ${who}`, 1, DAY),
  };
}

/** Where codes of a person are typed that nobody can get to with the password alone: a browser that knows them, or a session. */
export type Door = string | undefined;

/** Codes of one person at a door of theirs, or from all browsers of strangers: these never hold the owner up (decision 90). */
export function countersOfCodes(limits: CodeLimits, id: string, door: Door): Counter[] {
  const { code, inARow, near, nearInARow } = limits;
  return door === undefined
    ? [
        [code, id],
        [inARow, id],
      ]
    : [
        [near, `${door} ${id}`],
        [nearInARow, `${door} ${id}`],
      ];
}

/** All that is counted against a person, for whoever begins anew by another proof. */
export function countedCodes(limits: CodeLimits, id: string): Counter[] {
  return [...countersOfCodes(limits, id, undefined), ...countersOfCodes(limits, id, INSIDE)];
}

/** The door of whoever is signed in. */
export const INSIDE = 'inside';
