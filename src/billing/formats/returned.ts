import { money } from '../../text/russian.js';

/** Payments of a file that take earlier ones back: how many, and their sum. */
export class Returned {
  count = 0;
  kopecks = 0;

  /** Counts a payment where it is one given back. */
  note({ amount }: { readonly amount: number }): void {
    if (amount >= 0) return;
    this.count += 1;
    this.kopecks -= amount;
  }

  /** What the report says of them. */
  notices(): string[] {
    const { count, kopecks } = this;
    if (count === 0) return [];
    return [`Возвратов плательщикам: ${count} на ${money(kopecks)}. Они уменьшают оплату`];
  }
}
