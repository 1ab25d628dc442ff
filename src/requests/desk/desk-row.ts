import { localTime } from '../../text/local-time.js';
import { span, until } from '../../text/moments.js';
import { date, inSentence } from '../../text/russian.js';
import { streetOf } from '../../text/street.js';
import { REQUEST_STATES } from '../states.js';
import { type Soon, type Urgency, urgencyOf } from '../terms.js';
import type { DeskRow } from './desk.sql.js';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const NO_BREAK_SPACE = '\u00A0';
const MINUS = '\u2212';
const LONGEST_TEXT = 90;

/** What the words of the desk depend on besides requests. */
export interface Shown {
  readonly now: Date;
  readonly timeZone: string;
  /** The company's own, which addresses go without. */
  readonly town: string;
  readonly soon: Soon;
}

/** A row of the desk in words. */
export interface RowShown {
  readonly id: string;
  readonly number: string;
  readonly urgency: Urgency;
  /** What is left, and the hour beside it. */
  readonly time: string;
  readonly beside: string;
  /** For the browser, which counts on: when the term ends and when it begins to be called soon. */
  readonly due: number | undefined;
  readonly soon: number | undefined;
  readonly address: string;
  readonly what: string;
  readonly emergency: boolean;
  readonly children: number;
  readonly merged: boolean;
  /** Nobody has it. */
  readonly alone: boolean;
  readonly who: string;
  readonly how: string;
}

/** Tells a row of the desk: how long there is left, where, what, and who has it. */
export function rowShown(row: DeskRow, { now, timeZone, town }: Shown): RowShown {
  const urgency = urgencyOf({ dueAt: row.due_at, soonAt: row.soon_at }, now);
  const who = row.executor_name ?? row.taken_name ?? '';
  return {
    ...{
      id: row.id,
      number: row.number,
      urgency,
      address: streetOf(row.address, town),
      emergency: row.emergency,
    },
    ...timeOf(row, urgency, now, timeZone),
    due: row.due_at?.getTime(),
    soon: row.soon_at?.getTime(),
    what: [row.title, firstWords(row.text)].filter(Boolean).join('. '),
    children: row.children,
    merged: row.parent_id !== null,
    alone: row.due_at !== null && who === '' && row.state !== 'deferred',
    who: row.state === 'deferred' ? 'отложена' : who,
    how: howOf(row),
  };
}

/** «−12 мин», «3 ч 20 мин», «завтра», «26 ноября». */
export function timeLeft(due: Date, now: Date, timeZone: string): string {
  const left = due.getTime() - now.getTime();
  if (left < 0) return `${MINUS}${span(left)}`;
  const day = date(due, timeZone);
  if (day === date(now, timeZone)) return span(left + MINUTE_MS - 1);
  if (day === date(new Date(now.getTime() + DAY_MS), timeZone)) return 'завтра';
  const { year } = localTime(now, timeZone);
  return day.endsWith(` ${year}`) ? day.slice(0, -year.length - 1).replace(' ', NO_BREAK_SPACE) : day;
}

function timeOf(
  row: DeskRow,
  urgency: Urgency,
  now: Date,
  timeZone: string,
): Pick<RowShown, 'time' | 'beside'> {
  if (!row.due_at) {
    return { time: REQUEST_STATES[row.state].office, beside: date(row.registered_at, timeZone) };
  }
  const { hour, minute } = localTime(row.due_at, timeZone);
  return {
    time: timeLeft(row.due_at, now, timeZone),
    beside: urgency === 'late' ? 'просрочена' : `до${NO_BREAK_SPACE}${Number(hour)}:${minute}`,
  };
}

function howOf(row: DeskRow): string {
  if (!row.due_at) return '';
  if (row.state === 'deferred') return row.defer_reason.split('\n')[0] ?? '';
  if (row.executor_step === 'arrived') return 'на месте';
  if (row.executor_step === 'accepted') return 'принято';
  if (row.executor_name) return row.comes_at === '' ? 'назначен' : row.comes_at;
  return row.taken_name ? 'взята' : '';
}

function firstWords(text: string): string {
  const [line = ''] = text.trim().split('\n');
  return line.length <= LONGEST_TEXT ? line : `${line.slice(0, LONGEST_TEXT).trimEnd()}…`;
}

/** A clock of the law in words: «остановить течь до 10:30», «просрочено 12 мин». */
export interface ClockShown {
  readonly title: string;
  readonly told: string;
  readonly tone: Urgency | 'done';
  readonly due: number | undefined;
  readonly soon: number | undefined;
}

/** Tells a term of the law to the office. */
export function clockShown(
  term: { title: string; due: Date; soonAt: Date; doneAt: Date | null },
  now: Date,
  timeZone: string,
): ClockShown {
  const { due, soonAt, doneAt } = term;
  const title = `${inSentence(term.title)} ${until(due, now, timeZone)}`;
  if (doneAt) {
    const late = doneAt > due ? `, на ${span(doneAt.getTime() - due.getTime())} позже` : '';
    return { title, told: `✓ сделано${late}`, tone: 'done', due: undefined, soon: undefined };
  }
  const tone = urgencyOf({ dueAt: due, soonAt }, now);
  const left = due.getTime() - now.getTime();
  const told = left < 0 ? `просрочено ${span(left)}` : `осталось ${span(left + MINUTE_MS - 1)}`;
  return { title, told, tone, due: due.getTime(), soon: soonAt.getTime() };
}

/** When the next day begins in the company's time zone. */
export function midnightAfter(now: Date, timeZone: string): number {
  const { hour, minute } = localTime(now, timeZone);
  const passed = (Number(hour) * 60 + Number(minute)) * MINUTE_MS + (now.getTime() % MINUTE_MS);
  return now.getTime() - passed + DAY_MS;
}
