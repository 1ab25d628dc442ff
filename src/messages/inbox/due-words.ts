import { shortDay } from '../../text/month.js';
import { answerTermWords } from '../appeal-words.js';

const NBSP = '\u00A0';

/** What decides how the day for an answer is told; days are local, `2026-12-07`. */
export interface DueDays {
  readonly waits: boolean;
  readonly due_day: string | null;
  readonly soon_day: string | null;
}

/** A day for an answer in words, and how urgent it is; `unknown` is alarming only to those who can load a calendar. */
export interface DueWords {
  readonly tone: 'late' | 'soon' | 'calm' | 'unknown';
  readonly words: string;
  /** The day alone, where how long is left stands beside it. */
  readonly until?: string;
}

/**
 * «Просрочено на 2 рабочих дня», «До 27 ноября, 4 рабочих дня», «До 1 декабря», «Срок назовём позже»; undefined where no
 * answer is owed. `left` is in working days, as the law counts; in a year without a calendar nobody guesses them.
 */
export function dueWords(
  { waits, due_day: due, soon_day: soon }: DueDays,
  today: string,
  left: number | undefined,
): DueWords | undefined {
  if (!waits) return undefined;
  if (due === null) return { tone: 'unknown', words: 'Срок назовём позже' };
  if (due < today) {
    // nobody has worked since
    const some = left !== undefined && left < 0;
    return { tone: 'late', words: some ? `Просрочено на${NBSP}${days(-left)}` : 'Просрочено' };
  }
  const until = `До${NBSP}${shortDay(due, today)}`;
  if (soon === null || today < soon) return { tone: 'calm', words: until, until };
  if (due === today) return { tone: 'soon', words: `${until}, сегодня`, until };
  return { tone: 'soon', words: left === undefined ? until : `${until}, ${days(left)}`, until };
}

function days(count: number): string {
  return answerTermWords({ term_count: count, term_unit: 'working' });
}
