import { money } from '../platform/text/russian.js';

/** A balance in words, never by its sign or colour alone. */
export interface Balance {
  readonly kind: 'debt' | 'advance' | 'zero';
  readonly label: string;
  readonly sum: string;
  readonly at: Date;
}

/** What the resident reads for a balance in kopecks: positive is a debt, negative an advance. Null when nothing is known. */
export function balanceOf(kopecks: string | null, at: Date | null): Balance | null {
  if (kopecks === null || at === null) {
    return null;
  }
  const amount = BigInt(kopecks);
  if (amount < 0n) {
    return { kind: 'advance', label: 'Переплата', sum: money(-amount), at };
  }
  return { kind: amount === 0n ? 'zero' : 'debt', label: 'К оплате', sum: money(amount), at };
}
