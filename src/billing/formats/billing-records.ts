// What readers of files and the loader agree on. Rows come in arrays, because a generator that gives them one by one
// costs more than reading them; a reader may throw ImportRefused while rows are read (a file cut off in the middle).

import type { ImportFile, ReadRow as EngineRow } from '../../imports/import-rows.js';
import type { DebtDocument } from '../debts.js';
import type { DocumentFacts } from '../document-facts.js';
import type { LineFacts } from '../line-facts.js';
import type { PenaltyKind } from '../penalties.js';
import type { ToldRecipient } from './told-recipient.js';

/** What a file brings. */
export type RecordKind = 'charges' | 'balances' | 'payments';

/** A line of a payment document: one service. Volumes and tariffs are decimals as text, sums are kopecks. */
export interface ChargeRecord {
  readonly type: 'charge';
  readonly account: string;
  /** The first day of the month, `2026-10-01`. */
  readonly period: string;
  readonly documentNumber: string;
  readonly service: string;
  readonly unit: string;
  readonly volume: string | null;
  readonly commonVolume: string | null;
  readonly tariff: string | null;
  /** For individual and common consumption together, without the excess of an increase factor. */
  readonly charged: number;
  readonly recalculated: number;
  readonly recalculationReason: string;
  readonly benefit: number;
  readonly increaseFactor: string | null;
  readonly increase: number;
  readonly total: number;
  readonly facts?: LineFacts;
  readonly recipient?: ToldRecipient;
}

/** The totals of a payment document, where the file tells them (ГИС ЖКХ); else the portal adds them up itself. */
export interface DocumentRecord {
  readonly type: 'document';
  readonly account: string;
  readonly period: string;
  readonly documentNumber: string;
  /** Debt is positive, advance negative; before what was paid. */
  readonly opening: number;
  readonly penalty: number;
  readonly paid: number;
  readonly closing: number;
  /** What the document itself says is charged for its month; without lines nothing else tells it. */
  readonly charged?: number;
  /** The last day whose payments are counted, `2026-10-31`, or null. */
  readonly countedUntil: string | null;
  readonly facts?: DocumentFacts;
  readonly recipient?: ToldRecipient;
}

/** Penalties, a duty or court costs of a payment document: they are counted by the accounting, never here. */
export interface PenaltyRecord {
  readonly type: 'penalty';
  readonly account: string;
  readonly period: string;
  readonly documentNumber: string;
  readonly kind: PenaltyKind;
  readonly ground: string;
  /** For which months or days, in the words of the file. */
  readonly span: string;
  readonly amount: number;
  /** What of it the file has among the sums of its rows: all, or nothing where a column of its own holds it. */
  readonly counted: number;
  readonly recipient?: ToldRecipient;
}

/** A document about debts of former months, told beside the current one of its month. */
export interface DebtRecord extends Pick<DebtDocument, 'total' | 'lines'> {
  readonly type: 'debt';
  readonly account: string;
  readonly period: string;
  readonly documentNumber: string;
}

/** What an account owes (positive) or has paid ahead (negative) at the end of a day. */
export interface BalanceRecord {
  readonly type: 'balance';
  readonly account: string;
  readonly asOf: string;
  readonly amount: number;
}

/** A payment that has arrived; a negative one takes an earlier one back. */
export interface PaymentRecord {
  readonly type: 'payment';
  readonly account: string;
  readonly paidOn: string;
  readonly amount: number;
  readonly commission: number;
  readonly source: string;
  readonly externalId: string;
  /** The number is the payer's own: others have the same, and rows that are the same in everything are so many payments. */
  readonly numberedByPayer?: true;
  /** The number is the bank's own and tells the payment by itself. */
  readonly numberedByBank?: true;
  /** Loads of earlier versions have kept such a payment without its number. */
  readonly onceUnnumbered?: true;
  readonly period: string | null;
  /** What the payer wrote, where the bank passes it on: it tells whose a payment without an account is. */
  readonly note?: string;
  readonly payer?: string;
  readonly payerAccount?: string;
  /** The whole purpose, in one line. */
  readonly purpose?: string;
  /** What the purpose may mean, where the account was looked for in it. */
  readonly named?: readonly string[];
  /** An identifier of ГИС ЖКХ beside the account: a payment that names somebody else's is nobody's. */
  readonly beside?: string;
  /** Other numbers of that text: a payment that names somebody else's account is nobody's. */
  readonly mentioned?: readonly string[];
  readonly recipient?: ToldRecipient;
}

/** One row of a file, read and checked by itself. */
export type ExchangeRecord =
  ChargeRecord | DocumentRecord | PenaltyRecord | DebtRecord | BalanceRecord | PaymentRecord;

/** A row of a file: a record, or why it is none. */
export type ReadRow = EngineRow<ExchangeRecord>;

/** What a header or a trailer says the rows add up to: totals of charge lines, amounts of balances or payments. */
export interface ControlTotals {
  readonly rows?: number;
  readonly kopecks?: number;
  /** What that is compared with, where it is not the sum of all that is loaded. */
  readonly counted?: number;
}

/** A file whose layout has been understood; its rows come next. */
export interface ExchangeFile extends ImportFile<ExchangeRecord> {
  readonly kind: RecordKind;
  /** The key of FORMATS. */
  readonly format: string;
  /** Known once all rows have been read. */
  control(): ControlTotals | undefined;
  /** Why somebody has to look at the file before it is loaded; known once all rows have been read. */
  question?(): string | undefined;
}
