import { copyLine } from '../../imports/copy-text.js';
import type { ChargeRecord, DebtRecord, DocumentRecord, PenaltyRecord } from '../formats/billing-records.js';
import { identifierOf } from './matching.js';

/** What only lines of charges have. */
const NO_LINE = [null, null, null, null, null];
/** What only totals and penalties have. */
const NO_TOTALS = [...NO_LINE, null, null, null];
/** The columns that only other rows than lines of charges have, before facts. */
export const NOTHING = Array(11).fill('\\N').join('\t');

/** The totals of a document as a line of COPY. */
export function toldLine(row: number, record: DocumentRecord, recipient: number | null): string {
  const { account, period, documentNumber, opening, penalty, paid, closing, countedUntil, facts, charged } =
    record;
  const whose = [account, identifierOf(account), period, documentNumber];
  const totals = [
    opening,
    penalty,
    paid,
    closing,
    countedUntil,
    null,
    null,
    facts ? JSON.stringify(facts) : null,
  ];
  const sums = [charged ?? null, ...Array<null>(6).fill(null)];
  return copyLine([null, null, row, ...NO_LINE, ...sums, ...whose, ...totals, recipient]);
}

/** A penalty as a line of COPY. */
export function penaltyLine(row: number, record: PenaltyRecord, recipient: number | null): string {
  const { account, period, documentNumber, kind, ground, span, amount, counted } = record;
  const sums = [null, null, ground, null, null, null, counted];
  const whose = [account, identifierOf(account), period, documentNumber];
  const totals = [null, amount, null, null, null, kind, span, null];
  return copyLine([null, null, row, ...NO_LINE, ...sums, ...whose, ...totals, recipient]);
}

/** A document about debts as a line of COPY. */
export function debtLine(row: number, record: DebtRecord): string {
  const { account, period, documentNumber, total, lines } = record;
  const whose = [account, identifierOf(account), period, documentNumber];
  const told = JSON.stringify({ number: documentNumber, total, lines });
  const totals = [null, null, null, total, null, 'debt', null, told];
  const nothing = Array<null>(7).fill(null);
  return copyLine([null, null, row, ...NO_LINE, ...nothing, ...whose, ...totals, null]);
}

/** What a line of charges is told with for reference, as a value of COPY. */
export function factsValue({ facts }: ChargeRecord): string {
  return facts ? copyLine([JSON.stringify(facts)]).slice(0, -1) : '\\N';
}

/** Lines of one document that follow one another in the file. */
export interface Run {
  readonly first: ChargeRecord;
  readonly row: number;
  lines: number;
  charged: number;
  recalculated: number;
  benefit: number;
}

/** The end of a run of lines as a line of COPY. */
export function runLine(number: number, { first, row, lines, ...sums }: Run): string {
  const { account, period, documentNumber } = first;
  const { charged, recalculated, benefit } = sums;
  const whose = [account, identifierOf(account), period, documentNumber];
  const told = [charged, recalculated, null, benefit, null, null, null];
  return copyLine([number, lines, row, ...NO_LINE, ...told, ...whose, ...NO_TOTALS, null]);
}
