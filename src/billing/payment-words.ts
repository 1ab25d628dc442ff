import { calendarDay } from '../text/month.js';
import { money } from '../text/russian.js';
import type { Payment } from './document.js';

/** A payment as the resident reads it. */
export interface PaymentWords {
  readonly day: string;
  readonly sum: string;
  readonly source: string;
  readonly returned: boolean;
  readonly waiting: boolean;
}

/** Puts a payment into words; one below zero takes an earlier one back. */
export function paymentWords({ paidOn, amount, source, inReceipt }: Payment): PaymentWords {
  return { day: calendarDay(paidOn), sum: money(amount), source, returned: amount < 0n, waiting: !inReceipt };
}
