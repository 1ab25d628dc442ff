import { calendarDay } from '../text/month.js';
import { daysLeft } from '../text/russian.js';
import { daysBetween } from './reading-window.js';

/** How near the day of verification (поверка) is, in words; `near` and `past` are to be coloured. */
export interface VerificationNote {
  readonly tone: 'calm' | 'near' | 'past';
  readonly text: string;
  /** What missing it costs. */
  readonly cost?: string;
}

/** Days before the last one on which residents are told. */
export const NOTICE_DAYS = [90, 30, 7] as const;

const COST =
  'Потом плату посчитают по среднему расходу за последние месяцы, а через три месяца — по нормативу с повышающим коэффициентом.';

/** Counts down to the last day of a verification (ПП 354, 59–60); null where the day is not known. */
export function verificationNote(due: string | null, today: string): VerificationNote | null {
  if (due === null) return null;
  const left = daysBetween(today, due);
  if (left < 0) {
    return { tone: 'past', text: `Срок поверки истёк ${calendarDay(due)}`, cost: PAST_COST };
  }
  if (left > NOTICE_DAYS[0]) return { tone: 'calm', text: `поверка до ${calendarDay(due)}` };
  const days = daysLeft(left);
  return { tone: 'near', text: `поверка до ${calendarDay(due)}, ${days}`, cost: COST };
}

const PAST_COST =
  'Показания мы примем, но плату могут посчитать по среднему расходу, а затем по нормативу с повышающим коэффициентом. Закажите поверку или замену счетчика.';
