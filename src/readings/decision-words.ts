import { when } from '../text/moments.js';
import { monthAndYear } from '../text/month.js';
import { decimal } from '../text/russian.js';
import type { Decision, LaterReading } from './decisions.service.js';

const DECIDED = { accepted: 'приняты', rejected: 'отклонены', cancelled: 'отменены' } as const;

/** Why a decision comes too late: «эти показания уже приняты: Лыков Пётр, сегодня в 10:42». */
export function tooLateWords(decision: Exclude<Decision, 'done'>, now: Date, timeZone: string): string {
  if (decision === 'corrected') return 'эти показания уже исправлены: вместо них переданы другие';
  return decision.at === null
    ? 'об этих показаниях спрашивать нечего: они приняты сразу'
    : `эти показания уже ${DECIDED[decision.status]}: ${decision.name}, ${when(decision.at, now, timeZone)}`;
}

/** What the office hears of a rejection: nobody is written to who has not sent the reading, or has lost the account since. */
export function rejectedWords(told: boolean): string {
  return told
    ? 'Показания отклонены, житель получит письмо с причиной.'
    : 'Показания отклонены. Письма не будет: писать некому, позвоните в квартиру.';
}

/** What is to be known before a reading is accepted that is more than one of a later month. */
export function laterWords({ period, reading }: LaterReading): string {
  const later = reading.map((value) => decimal(value)).join(' и ');
  const month = monthAndYear(period);
  return `Они больше показаний, которые уже приняты за ${month}: ${later}. Тогда расход за ${month} посчитается так, будто счетчик дошёл до девяток и начал с нуля.`;
}
