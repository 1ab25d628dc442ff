import { calendarDay, monthAndYear } from '../text/month.js';
import { money } from '../text/russian.js';
import { type ChargeWords, chargeWords, signed } from './charge-words.js';
import { monthTotal, type PaymentDocument } from './document.js';

/** A payment document as the page of a month shows it. */
export interface DocumentWords {
  readonly month: string;
  readonly title: string;
  readonly number: string;
  readonly lines: readonly ChargeWords[];
  readonly total: string;
  readonly penalty: string | null;
  /** How what is to be paid came about, in the order in which it adds up. */
  readonly sums: readonly { label: string; sum: string }[];
  readonly toPay: { label: string; sum: string };
  readonly due: string | null;
  readonly countedUntil: string;
  /** What the lines lack of the total of the accounting; null when they agree. */
  readonly gap: string | null;
}

/** Puts a payment document into words; sums that do not agree are shown as the accounting has them. */
export function documentWords(document: PaymentDocument): DocumentWords {
  const { opening, charged, recalculated, benefit, penalty, paid, closing, lines } = document;
  const gap = monthTotal(document) - penalty - lines.reduce((sum, line) => sum + line.total, 0n);
  const sum = (label: string, kopecks: bigint, always = true) =>
    always || kopecks !== 0n ? [{ label, sum: money(kopecks) }] : [];
  return {
    month: document.month,
    title: monthAndYear(document.month),
    number: document.number,
    lines: lines.map(chargeWords),
    total: money(monthTotal(document)),
    penalty: penalty === 0n ? null : money(penalty),
    sums: [
      ...sum(`${opening < 0n ? 'Переплата' : 'Долг'} на начало месяца`, opening),
      ...sum('Начислено', charged),
      ...sum('Перерасчёты', recalculated, false),
      ...sum('Льготы', -benefit, false),
      ...sum('Пени', penalty, false),
      ...sum('Оплачено', -paid),
    ],
    toPay:
      closing < 0n
        ? { label: 'Переплата', sum: money(-closing) }
        : { label: 'К оплате', sum: money(closing) },
    due: closing > 0n ? calendarDay(document.dueOn) : null,
    countedUntil: calendarDay(document.countedUntil),
    gap: gap === 0n || lines.length === 0 ? null : signed(gap),
  };
}
