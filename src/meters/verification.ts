import { calendarDay } from '../text/month.js';
import { daysLeft } from '../text/russian.js';
import { daysBetween } from './reading-window.js';
import type { Resource } from './resource.js';

/** How near the day of verification (поверка) is, in words; `near` and `past` are to be coloured. */
export interface VerificationNote {
  readonly tone: 'calm' | 'near' | 'past';
  readonly text: string;
  /** What to do, and what missing it costs. */
  readonly cost?: string;
}

/** Days before the last one on which residents are told. */
export const NOTICE_DAYS = [90, 30, 7] as const;

const COST =
  'Потом плату посчитают по среднему расходу за последние месяцы, а через три расчётных периода — по нормативу с повышающим коэффициентом.';
const PAST_COST =
  'Показания мы примем, но плату могут посчитать по среднему расходу, а затем по нормативу с повышающим коэффициентом. Закажите поверку или замену счетчика.';

/** Of whom the verification is in an apartment house since 1 July 2020 (ПП 354, п. 80(1); 35-ФЗ, ст. 37). */
const SUPPLIER =
  'Поверку и замену электросчетчика в многоквартирном доме бесплатно делает гарантирующий поставщик электроэнергии: это его обязанность, платить за неё не нужно (п. 80(1) Правил, утверждённых постановлением Правительства РФ от 06.05.2011 №\u00A0354).';

/** Whether the supplier has to have meters of a resource verified, so that residents order and pay nothing. */
export function isOfSupplier(resource: Resource): boolean {
  return resource === 'electricity';
}

/** Counts down to the last day of a verification (ПП 354, 59–60); null where the day is not known. */
export function verificationNote(
  due: string | null,
  today: string,
  resource: Resource,
): VerificationNote | null {
  if (due === null) return null;
  const left = daysBetween(today, due);
  const ofSupplier = isOfSupplier(resource);
  if (left < 0) {
    const cost = ofSupplier
      ? `Показания мы примем. ${SUPPLIER} Обратитесь к поставщику, если он ещё не пришёл.`
      : PAST_COST;
    return { tone: 'past', text: `Срок поверки истёк ${calendarDay(due)}`, cost };
  }
  if (left > NOTICE_DAYS[0]) return { tone: 'calm', text: `поверка до ${calendarDay(due)}` };
  const days = daysLeft(left);
  const cost = ofSupplier ? `${SUPPLIER} Если к этому дню он не придёт, обратитесь к нему.` : COST;
  return { tone: 'near', text: `поверка до ${calendarDay(due)}, ${days}`, cost };
}
