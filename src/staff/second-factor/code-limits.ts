import { DAY, limit, MINUTE } from '../../core/limits.js';
import type { Counter } from '../../core/throttle.js';

const CODE = limit('totp: staff', 5, 15 * MINUTE);
/** Without a right one between them; then the way in is a reset, or a new one-time password. */
const CODES_IN_A_ROW = limit('totp: staff, in a row', 100, 365 * DAY);
/** First codes of an app: nobody guesses them, but nobody needs hundreds either. */
const FIRST_CODE = limit('totp: first code', 20, 15 * MINUTE);

/** Codes of one person, whoever types them and from where. */
export function countersOfCodes(id: string): Counter[] {
  return [
    [CODE, id],
    [CODES_IN_A_ROW, id],
  ];
}

/** First codes of one person. */
export function counterOfFirstCodes(id: string): Counter {
  return [FIRST_CODE, id];
}
