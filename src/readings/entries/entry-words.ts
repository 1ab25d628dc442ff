import { calendarDay, monthAndYear } from '../../text/month.js';
import { when } from '../../text/moments.js';
import { SOURCES } from '../meter-words.js';
import type { EntryRow } from './entries.sql.js';
import type { NotCancelled } from './may-cancel.js';

/** Whose clock moments are told by. */
export interface Told {
  readonly now: Date;
  readonly timeZone: string;
}

/** A state with its colour. */
interface State {
  readonly tone: 'good' | 'wait' | 'bad' | 'muted';
  readonly text: string;
}

/** «по телефону, снято 23 ноября 2026; Тарасова О., сегодня в 10:42». */
export function originWords(row: EntryRow, { now, timeZone }: Told): string {
  const entered = [row.author, when(row.created_at, now, timeZone)].filter(Boolean).join(', ');
  return `${SOURCES[row.source]}, снято ${calendarDay(row.taken_on)}; ${entered}`;
}

/** What has become of a reading: «отменено: Тарасова О., сегодня в 10:42, опечатка при вводе». */
export function stateOf(row: EntryRow, { now, timeZone }: Told): State {
  const decided = row.decided_at
    ? [row.decider, when(row.decided_at, now, timeZone)].filter(Boolean).join(', ')
    : '';
  const because = [decided, row.reject_reason?.replace(/\.$/, '')].filter(Boolean).join(', ');
  if (row.cancelled) return { tone: 'muted', text: `отменено: ${because}` };
  if (row.superseded) return { tone: 'muted', text: 'исправлено: вместо него записано другое' };
  if (row.status === 'rejected') return { tone: 'bad', text: `отклонено: ${because}` };
  if (row.status === 'sent') return { tone: 'wait', text: 'ждёт решения' };
  return {
    tone: 'good',
    text: row.exported_at
      ? `выгружено ${when(row.exported_at, now, timeZone)}, выгрузка № ${row.export_id}`
      : 'принято',
  };
}

/** Why a reading cannot be cancelled, and what helps instead. */
export function refusalWords(why: NotCancelled, row: EntryRow, told: Told): string {
  const { text } = stateOf(row, told);
  switch (why) {
    case 'cancelled':
      return `Это показание уже ${text}.`;
    case 'rejected':
      return `Это показание уже ${text}. В расчёт оно не идёт, отменять его незачем.`;
    case 'superseded':
      return 'Это показание уже исправлено, в расчёт оно не идёт. Отменить можно то, которое записано вместо него.';
    case 'exported':
      return `Это показание ушло в бухгалтерию: ${text}. Отменить его здесь уже нельзя. Введите верное показание за тот же месяц: оно станет вместо этого и уйдёт со следующей выгрузкой. Если выгрузку ещё не загрузили, её можно отменить в разделе «Выгрузки показаний».`;
    case 'replacement':
      return 'Это показание записано при замене счетчика, отдельно от неё его не отменить. Запишите верное показание на карточке счетчика.';
    case 'closed':
      return `Приём за ${monthAndYear(row.period)} закончился, и начался следующий месяц. Отменить это показание может администратор. Или введите верное показание за нынешний месяц: расход посчитается от прежнего.`;
  }
}
