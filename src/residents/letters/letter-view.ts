import type { Letter } from '../../mail/letter.entity.js';
import { LETTERS } from '../../mail/letters.js';
import { dayAndTime } from '../../text/moments.js';
import { dateTime } from '../../text/russian.js';
import { LETTER_STATES, type LetterState } from './letter-words.js';
import type { LetterLine } from './letters.sql.js';

/** To whom a letter was written, where that is a resident. */
export interface LetterOwner {
  readonly id: string;
  readonly name: string;
}

/** A letter as a line of a list. */
export function letterLine(row: LetterLine, now: Date, timeZone: string): object {
  const { id, kind, state, name, recipient, last_error: error } = row;
  return {
    ...{ id, name, recipient, state: LETTER_STATES[state] },
    at: dayAndTime(row.created_at, now, timeZone),
    title: LETTERS[kind].title,
    bad: state === 'failed' || state === 'trouble',
    muted: state === 'cancelled',
    error: state === 'failed' || state === 'trouble' ? error : null,
  };
}

/** What is known of a letter besides its words. */
export function letterFacts(letter: Letter, timeZone: string): object {
  const { kind, recipient, recipientName, createdAt, sentAt, failedAt, lastError } = letter;
  const at = (time: Date | null): string | null => time && dateTime(time, timeZone);
  const state = stateOf(letter);
  return {
    ...{ recipient, recipientName, kind: LETTERS[kind].title, state: LETTER_STATES[state] },
    ...{ bad: state === 'failed' || state === 'trouble', error: state === 'sent' ? null : lastError },
    created: at(createdAt),
    when: at(sentAt ?? failedAt),
  };
}

function stateOf({ sentAt, failedAt, cancelledAt, lastError }: Letter): LetterState {
  if (sentAt) return 'sent';
  if (failedAt) return 'failed';
  if (cancelledAt) return 'cancelled';
  return lastError === null ? 'waiting' : 'trouble';
}
