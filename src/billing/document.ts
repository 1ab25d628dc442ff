/** The sums of a payment document in kopecks; what is owed is positive. */
export interface DocumentTotals {
  /** `2026-10`. */
  readonly month: string;
  readonly opening: bigint;
  /** With what increase factors add. */
  readonly charged: bigint;
  readonly recalculated: bigint;
  readonly benefit: bigint;
  readonly penalty: bigint;
  readonly paid: bigint;
  readonly closing: bigint;
}

/** One service of a payment document. Volumes and the tariff are decimals as text. */
export interface ChargeLine {
  readonly service: string;
  readonly unit: string;
  readonly volume: string | null;
  readonly commonVolume: string | null;
  /** Roubles a unit. */
  readonly tariff: string | null;
  readonly charged: bigint;
  readonly recalculated: bigint;
  readonly reason: string;
  readonly benefit: bigint;
  readonly increaseFactor: string | null;
  readonly increase: bigint;
  readonly total: bigint;
  /** Whom the file names as paid for it. */
  readonly recipientId: number | null;
}

/** A payment document (платежный документ, квитанция) of one account and month. */
export interface PaymentDocument extends DocumentTotals {
  readonly number: string;
  /** The last day whose payments are counted, `2026-10-31`. */
  readonly countedUntil: string;
  readonly dueOn: string;
  readonly lines: readonly ChargeLine[];
}

/** A payment as the resident sees it. */
export interface Payment {
  readonly paidOn: string;
  readonly amount: bigint;
  readonly source: string;
  /** False while it only lowers the balance of today. */
  readonly inReceipt: boolean;
}

/** What a month adds to the debt, before payments. */
export function monthTotal(totals: DocumentTotals): bigint {
  return totals.charged + totals.recalculated - totals.benefit + totals.penalty;
}
