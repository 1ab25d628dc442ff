import { DAY, limit, MINUTE } from '../../core/limits.js';
import type { Counter } from '../../core/throttle.js';
import type { CodeLimits } from './code-people.js';

/** The limits of one kind of people. */
export function limitsOfCodes(who: string): CodeLimits {
  return {
    code: limit(`totp: ${who}`, 5, 15 * MINUTE),
    inARow: limit(`totp: ${who}, in a row`, 100, 365 * DAY),
    first: limit(`totp: first code of ${who}`, 20, 15 * MINUTE),
    journal: limit(`journal: stopped codes of ${who}`, 1, 15 * MINUTE),
    letter: limit(`letter: wrong codes of ${who}`, 1, DAY),
  };
}

/** Codes of one person, whoever types them and from where. */
export function countersOfCodes({ code, inARow }: CodeLimits, id: string): Counter[] {
  return [
    [code, id],
    [inARow, id],
  ];
}
