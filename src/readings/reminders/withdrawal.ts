import type { LetterKind } from '../../mail/letters.js';
import type { Portions } from './portions.js';
import { WAITING_LETTERS } from './reminders.sql.js';
import { rowsOf } from '../../core/query.js';

/** Comes before all ids. */
export const NO_ID = '00000000-0000-0000-0000-000000000000';
/** So many letters are looked at in one statement. */
const PORTION = 1000;

/** Takes back waiting letters of a kind by a statement over the moment and the ids of a portion. */
export async function withdrawInPortions(
  portions: Portions,
  kind: LetterKind,
  statement: string,
  now: Date,
): Promise<void> {
  await portions.each([NO_ID], async (tx, [after]) => {
    const letters = await rowsOf<{ id: string }>(tx, WAITING_LETTERS, [kind, after, PORTION]);
    const ids = letters.map(({ id }) => id);
    if (ids.length > 0) await tx.query(statement, [now, ids]);
    return ids.length === PORTION ? [ids.at(-1)!] : null;
  });
}
