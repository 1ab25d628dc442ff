import { ConflictException } from '@nestjs/common';
import { dateTime } from '../../text/russian.js';
import type { WaitingRow } from './rows.sql.js';

type Decided = Pick<
  WaitingRow,
  'state' | 'decided_by' | 'decided_at' | 'number' | 'resolved_account_id' | 'outcome'
>;

/** What a page has shown of a decision, so that nobody takes back another than they see; empty while the row waits. */
export function decisionOf({ resolved_account_id: account, outcome, decided_at: at }: Decided): string {
  return at === null ? '' : `${account ?? outcome ?? ''} ${at.toISOString()}`;
}

/** Tells whoever comes second what somebody else has decided, who and when. */
export function alreadyDecided(row: Decided, timeZone: string): ConflictException {
  const { state, decided_by: who, decided_at: at, number } = row;
  const what =
    state === 'resolved' ? `уже разнесена на лицевой счет ${number ?? ''}` : 'уже снята с разноски';
  const told = [who ?? '', at ? dateTime(at, timeZone) : ''].filter(Boolean).join(', ');
  return new ConflictException(`Строка ${what}${told === '' ? '' : `: ${told}`}.`);
}
