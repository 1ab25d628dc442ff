import type { DebtDocument } from '../billing/debts.js';
import type { NumberedFacts } from '../billing/document-facts.js';
import type { LineFacts } from '../billing/line-facts.js';
import type { PenaltyKind } from '../billing/penalties.js';
import type { Divided, Told } from '../billing/recipients/shares.js';

/** One service of a receipt: volumes and tariff are decimals as text, sums are kopecks. */
export interface ReceiptLine {
  readonly service: string;
  readonly unit: string;
  readonly volume: string | null;
  readonly commonVolume: string | null;
  readonly tariff: string | null;
  readonly charged: bigint;
  readonly increaseFactor: string | null;
  readonly increase: bigint;
  readonly recalculated: bigint;
  readonly recalculationReason: string;
  readonly benefit: bigint;
  readonly total: bigint;
  /** Whom the file names as paid for it. */
  readonly recipientId: number | null;
  readonly facts: LineFacts;
}

/** A penalty, a duty or court costs; the accounting has counted it. */
interface ReceiptPenalty {
  readonly kind: PenaltyKind;
  readonly ground: string;
  readonly span: string;
  readonly kopecks: bigint;
}

/** A payment document with all that is printed of it; sums in kopecks, days as `2026-10-31`. */
export interface Receipt {
  readonly accountId: string;
  readonly account: string;
  readonly address: string;
  readonly owner: string;
  readonly area: string | null;
  readonly residents: number | null;
  readonly els: string;
  readonly hcsId: string;
  /** The first day of the month. */
  readonly period: string;
  readonly number: string;
  /** What was owed before; negative when paid ahead. */
  readonly opening: bigint;
  /** With what increase factors add. */
  readonly charged: bigint;
  readonly recalculated: bigint;
  readonly benefit: bigint;
  /** The reader may not know of benefits: they are taken off the charges already. */
  readonly hidesBenefits?: true;
  readonly penalty: bigint;
  readonly paid: bigint;
  readonly closing: bigint;
  /** The last day whose payments are counted. */
  readonly countedUntil: string;
  readonly dueOn: string;
  readonly lastPaidOn: string | null;
  /** The first day of the last month that has a receipt. */
  readonly latest: string;
  /** What the months after this one have brought. */
  readonly newer: bigint;
  /** What the account owes now, whatever the document says; null while nobody has told it. */
  readonly owed: bigint | null;
  /** Until which day payments are known of. */
  readonly knownUntil: string | null;
  readonly lines: readonly ReceiptLine[];
  /** What the penalties consist of, where the file tells it. */
  readonly penalties: readonly ReceiptPenalty[];
  /** What each document of the month is told with for reference. */
  readonly facts: readonly NumberedFacts[];
  /** What meters have shown in the month, as the portal knows it; a line for each. */
  readonly readings: readonly string[];
  /** Documents about debts of former months beside it. */
  readonly debts: readonly DebtDocument[];
  readonly houseId: string;
  /** When it was loaded; its requisites are those of that day. */
  readonly issuedAt: Date;
  /** What the file says is owed beyond the lines, by recipient. */
  readonly beside: Divided['beside'];
  /** Some of that is the debt of former documents, which the accounting has not divided. */
  readonly carried: boolean;
  /** What has been paid since, where the recipient is known. */
  readonly told: Told;
}

/** What the lines of a receipt, or some of them, come to. */
export type LineSums = Pick<ReceiptLine, 'charged' | 'increase' | 'recalculated' | 'benefit' | 'total'>;

/** Adds lines up. */
export function sumOf(lines: readonly LineSums[]): LineSums {
  const add = (sum: (line: LineSums) => bigint) => lines.reduce((total, line) => total + sum(line), 0n);
  return {
    charged: add((line) => line.charged),
    increase: add((line) => line.increase),
    recalculated: add((line) => line.recalculated),
    benefit: add((line) => line.benefit),
    total: add((line) => line.total),
  };
}

/**
 * What the document holds beyond its lines: accounting may tell totals that no service explains.
 * Undefined when the lines tell everything.
 */
export function unexplained(receipt: Receipt): LineSums | undefined {
  const lines = sumOf(receipt.lines);
  const rest = {
    charged: receipt.charged - lines.charged - lines.increase,
    increase: 0n,
    recalculated: receipt.recalculated - lines.recalculated,
    benefit: receipt.benefit - lines.benefit,
    total: receipt.charged + receipt.recalculated - receipt.benefit - lines.total,
  };
  return Object.values(rest).every((sum) => sum === 0n) ? undefined : rest;
}

/** By how much the accounting's own total differs from the sum of its parts. */
export function correction(receipt: Receipt): bigint {
  const { opening, charged, recalculated, benefit, penalty, paid, closing } = receipt;
  return closing - (opening + charged + recalculated - benefit + penalty - paid);
}
