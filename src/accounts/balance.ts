import { calendarDay } from '../text/month.js';
import { money } from '../text/russian.js';

/** A balance in words, never by its sign or colour alone. */
export interface Balance {
  readonly kind: 'debt' | 'advance' | 'zero';
  /** Empty where the sum says it all. */
  readonly label: string;
  readonly sum: string;
  /** The last day whose payments are known. A day and no time of it: its end may be still to come. */
  readonly asOf: string;
}

/** What the resident reads for a balance in kopecks: positive is a debt, negative an advance. Null when nothing is known. */
export function balanceOf(kopecks: string | null, day: string | null): Balance | null {
  if (kopecks === null || day === null) {
    return null;
  }
  const amount = BigInt(kopecks);
  const asOf = calendarDay(day);
  if (amount < 0n) {
    return { kind: 'advance', label: 'Переплата', sum: money(-amount), asOf };
  }
  if (amount === 0n) {
    return { kind: 'zero', label: '', sum: 'Долга нет', asOf };
  }
  return { kind: 'debt', label: 'К оплате', sum: money(amount), asOf };
}
