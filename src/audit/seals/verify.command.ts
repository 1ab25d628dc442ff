import { dateTime, plural } from '../../text/russian.js';
import type { JournalVerify } from './verify.service.js';

/** What is printed of them; the newest found come first. */
const PRINTED = 100;

/** `npm run audit:verify`: tells whether the journal is what was written. */
export async function verifyJournal(
  verify: JournalVerify,
  timeZone: string,
  say: (line: string) => void,
): Promise<number> {
  const { seals, lines, unsealed, unsealedSince, breaks, fresh, head } = await verify.check();
  if (breaks.length > 0) {
    const places = `${breaks.length} ${plural(breaks.length, 'место', 'места', 'мест')}`;
    say(`Журнал не сходится: ${places}, впервые найдено ${fresh.length}.`);
    breaks.slice(0, PRINTED).forEach((it, index) => say(`— ${it}${index < fresh.length ? ' (новое)' : ''}`));
    if (breaks.length > PRINTED) say(`— и ещё ${breaks.length - PRINTED}`);
    return 1;
  }
  const sealed = `${seals} ${plural(seals, 'печать', 'печати', 'печатей')}, строк под ними ${lines}`;
  const since = unsealedSince ? `, самая старая от ${dateTime(unsealedSince, timeZone)}` : '';
  say(`Журнал цел: ${sealed}; ещё без печати строк ${unsealed}${since}.`);
  if (head !== '') say(`Самая новая печать: ${head}`);
  return 0;
}
