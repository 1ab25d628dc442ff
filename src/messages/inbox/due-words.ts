import { shortDay } from '../../text/month.js';
import { plural } from '../../text/russian.js';

const DAY_MS = 86_400_000;
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

/** «Просрочено на 2 дня», «До 27 ноября, 4 дня», «До 1 декабря», «Срок назовём позже»; undefined where no answer is owed. */
export function dueWords(
  { waits, due_day: due, soon_day: soon }: DueDays,
  today: string,
): DueWords | undefined {
  if (!waits) return undefined;
  if (due === null) return { tone: 'unknown', words: 'Срок назовём позже' };
  const left = daysBetween(today, due);
  if (left < 0) return { tone: 'late', words: `Просрочено на${NBSP}${days(-left)}` };
  const until = `До${NBSP}${shortDay(due, today)}`;
  if (soon === null || today < soon) return { tone: 'calm', words: until, until };
  return { tone: 'soon', words: left === 0 ? `${until}, сегодня` : `${until}, ${days(left)}`, until };
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

function days(count: number): string {
  return `${count}${NBSP}${plural(count, 'день', 'дня', 'дней')}`;
}
