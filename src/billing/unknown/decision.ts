import type { ConflictException } from '@nestjs/common';
import { dateTime } from '../../text/russian.js';
import { Overtaken, type WayOn } from '../../web/overtaken.js';
import { accountsNamed } from './row-words.js';
import type { WaitingRow } from './rows.sql.js';

type Decided = Pick<
  WaitingRow,
  'state' | 'decided_by' | 'decided_at' | 'number' | 'parts' | 'resolved_account_id' | 'outcome'
>;

/** What a page has shown of a decision, so that nobody takes back another than they see; empty while the row waits. */
export function decisionOf({ resolved_account_id: account, outcome, decided_at: at }: Decided): string {
  return at === null ? '' : `${account ?? outcome ?? ''} ${at.toISOString()}`;
}

/** Tells whoever comes second what somebody else has decided, who and when, and leads back to the row and to their list. */
export function alreadyDecided(row: Decided, timeZone: string, ways: readonly WayOn[]): ConflictException {
  const { state, decided_by: who, decided_at: at, number, parts } = row;
  const what =
    state === 'resolved'
      ? `уже ${parts.length > 0 ? 'разделена' : 'разнесена'} на ${accountsNamed(number ?? '')}`
      : 'уже снята с разноски';
  const told = [who ?? '', at ? dateTime(at, timeZone) : ''].filter(Boolean).join(', ');
  return new Overtaken(`Строка ${what}${told === '' ? '' : `: ${told}`}.`, ways);
}
