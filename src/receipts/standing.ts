import { calendarDay } from '../text/month.js';
import { money } from '../text/russian.js';
import { LARGEST_SUM } from './payment-code.js';
import type { Receipt } from './receipt.js';

/** How a receipt stands to what is owed now: a paper that is opened a year later must not ask for its old sum. */
export interface Standing {
  /** «Это квитанция за прошедший месяц…»; empty for a receipt that is to be paid as it is. */
  readonly mark: string;
  /** What the code asks for, and for which month, `2026-10-01`; undefined when no code may be there. */
  readonly code: { readonly kopecks: bigint; readonly period: string } | undefined;
  /** Whether the code asks for another sum than the receipt. */
  readonly asksAnew: boolean;
  /** Why nothing is to be paid, or no code can ask for it; empty when there is a code. */
  readonly reason: string;
}

type Known = Pick<
  Receipt,
  'period' | 'latest' | 'closing' | 'owed' | 'knownUntil' | 'newer' | 'charged' | 'recalculated'
> &
  Pick<Receipt, 'benefit' | 'penalty'>;

/** Says whether a receipt is of a past month or paid, and what a code on it may ask for. */
export function standing(receipt: Known): Standing {
  const { closing, owed, latest, period } = receipt;
  const past = latest > period;
  if (closing <= 0n && !past && owed !== null && owed > 0n) {
    const mark = `После выпуска квитанции сумма изменилась: ${asOf(receipt)}к оплате ${money(owed)}.`;
    return none(mark, 'Код для оплаты есть на странице лицевого счета.');
  }
  if (closing <= 0n) {
    return none(
      past ? PAST_MONTH : '',
      closing < 0n
        ? `Платить не нужно: на счете ${past ? 'была' : 'есть'} переплата.`
        : `Платить не нужно: долга ${past ? 'не было' : 'нет'}.`,
    );
  }
  if (owed === null) {
    return past
      ? none(`${PAST_MONTH} Она могла быть уже оплачена.`, 'QR-код есть на последней квитанции.')
      : asking(closing, period, '', false);
  }
  if (owed <= 0n) {
    const now = owed < 0n ? `есть переплата ${money(-owed)}` : 'долга нет';
    const mark = `Платить по этой квитанции не нужно: ${asOf(receipt)}${now}.`;
    return none(past ? `${PAST_MONTH} ${mark}` : mark, PAID);
  }
  if (past) return ofPastMonth(receipt, owed);
  if (owed === closing) return asking(closing, period, '', false);
  if (owed > closing) {
    // Money was given back, or a newer balance says more; no code asks for an old sum.
    const mark = `Сейчас к оплате больше, чем в этой квитанции: ${asOf(receipt)}${money(owed)}.`;
    return asking(owed, period, mark, true);
  }
  return asking(owed, period, `Часть уже оплачена: ${asOf(receipt)}осталось ${money(owed)}.`, true);
}

const PAST_MONTH = 'Это квитанция за прошедший месяц.';
const PAID = 'Платить не нужно: квитанция оплачена.';

/** Payments go to the oldest month first: it is paid when what is owed is what later months have brought. */
function ofPastMonth(receipt: Known, owed: bigint): Standing {
  const total = receipt.charged + receipt.recalculated - receipt.benefit + receipt.penalty;
  const day = receipt.knownUntil === null ? '' : ` (${asOf(receipt).trim()})`;
  const all = `Сейчас всего к оплате ${money(owed)}${day}.`;
  if (total > 0n && owed <= receipt.newer) {
    return none(`${PAST_MONTH} Она оплачена. ${all}`, PAID);
  }
  return asking(owed, receipt.latest, `${PAST_MONTH} ${all}`, true);
}

function asOf({ knownUntil }: Known): string {
  return knownUntil === null ? '' : `по состоянию на ${calendarDay(knownUntil)} `;
}

function asking(kopecks: bigint, period: string, mark: string, asksAnew: boolean): Standing {
  return kopecks > LARGEST_SUM
    ? none(mark, 'QR-кода для оплаты нет: сумма слишком велика.')
    : { mark, code: { kopecks, period }, asksAnew, reason: '' };
}

function none(mark: string, reason: string): Standing {
  return { mark, code: undefined, asksAnew: false, reason };
}
