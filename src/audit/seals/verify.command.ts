import type { JournalVerify } from './verify.service.js';

/** `npm run audit:verify`: tells whether the journal is what was written. */
export async function verifyJournal(verify: JournalVerify, say: (line: string) => void): Promise<number> {
  const { seals, lines, unsealed, unsealedSince, trouble, head } = await verify.check();
  if (trouble !== undefined) {
    say(`The journal does not hold: ${trouble}`);
    return 1;
  }
  const since = unsealedSince ? `, the oldest of ${unsealedSince.toISOString()}` : '';
  say(`The journal holds: ${seals} seals over ${lines} lines; ${unsealed} lines not sealed yet${since}.`);
  if (head !== '') say(`The newest seal: ${head}`);
  return 0;
}
