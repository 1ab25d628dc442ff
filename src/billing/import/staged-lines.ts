import { copyLine } from '../../imports/copy-text.js';
import type { DocumentRecord, PenaltyRecord } from '../formats/billing-records.js';
import { identifierOf } from './matching.js';

/** What only lines of charges have. */
export const NO_LINE = [null, null, null, null, null];
/** What only totals and penalties have. */
export const NO_TOTALS = [...NO_LINE, null, null, null];
/** The columns that only other rows than lines of charges have. */
export const NOTHING = Array(12).fill('\\N').join('\t');

/** The totals of a document as a line of COPY. */
export function toldLine(row: number, record: DocumentRecord, recipient: number | null): string {
  const { account, period, documentNumber, opening, penalty, paid, closing, countedUntil, facts } = record;
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
  const nothing = Array<null>(7).fill(null);
  return copyLine([null, null, row, ...NO_LINE, ...nothing, ...whose, ...totals, recipient]);
}

/** A penalty as a line of COPY. */
export function penaltyLine(row: number, record: PenaltyRecord, recipient: number | null): string {
  const { account, period, documentNumber, kind, ground, span, amount, counted } = record;
  const sums = [null, null, ground, null, null, null, counted];
  const whose = [account, identifierOf(account), period, documentNumber];
  const totals = [null, amount, null, null, null, kind, span, null];
  return copyLine([null, null, row, ...NO_LINE, ...sums, ...whose, ...totals, recipient]);
}
