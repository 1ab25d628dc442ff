import { calendarDay, daysAfter, monthName } from '../text/month.js';
import { money } from '../text/russian.js';

/** What the last receipt of an account said, and what has come since. */
export interface SinceReceipt {
  /** A day of its month, `2026-10-01`. */
  readonly period: string;
  /** Its «К оплате»; below zero an advance. */
  readonly closing: bigint;
  /** The last day whose payments it has counted. */
  readonly countedUntil: string;
  /** Payments that it has not counted, those taken back deducted. */
  readonly paid: bigint;
  /** The first day of those payments; null without any. */
  readonly firstPaidOn: string | null;
  readonly today: string;
  /** What is owed now; null while nobody has told it. */
  readonly balance: bigint | null;
}

/** Leads from the last receipt to what is owed now, so that the sums of a card add up. */
export function sinceReceipt(known: SinceReceipt): string[] {
  const { period, closing, countedUntil, paid, balance } = known;
  const other = balance === null ? 0n : balance - (closing - paid);
  const day = daysAfter(countedUntil, 1);
  // A receipt may come before its month is over, and a bank may tell of a payment later than of others.
  const isSince = day <= known.today && (known.firstPaidOn === null || known.firstPaidOn >= day);
  const [none, since] = isSince
    ? [`Оплат этого счета с ${shortened(day)}`, `С ${shortened(day)}`]
    : ['Других оплат этого счета', 'Кроме учтённого в ней'];
  return [
    `По квитанции за ${monthName(period)}: ${owed(closing)}`,
    ...(paid === 0n
      ? [`${none} в портале пока нет`]
      : [`${since} ${paid > 0n ? 'оплачено' : 'возвращено'} ${money(size(paid))}`]),
    ...(other === 0n
      ? []
      : [`По данным бухгалтерии ещё ${other > 0n ? 'добавлено' : 'убавлено'} ${money(size(other))}`]),
  ];
}

function owed(kopecks: bigint): string {
  if (kopecks === 0n) return 'долга нет';
  return kopecks > 0n ? `к оплате ${money(kopecks)}` : `переплата ${money(-kopecks)}`;
}

function size(kopecks: bigint): bigint {
  return kopecks < 0n ? -kopecks : kopecks;
}

/** «1 ноября»: the year stands in the line about the last payment. */
function shortened(day: string): string {
  return calendarDay(day).replace(/\s\d{4}$/u, '');
}
