import type { Rights } from '../accounts/household/rights.js';
import type { NumberedFacts } from './document-facts.js';
import type { LineFacts } from './line-facts.js';

/** What of the money of an account somebody may know. */
export interface MoneyView {
  /** Whether what tells of the owner and the flat may be known: the name, the area, who lives there, benefits. */
  readonly owner: boolean;
  /** The day since which a tenant is there, `2026-11-23`; null for all others. */
  readonly since: string | null;
}

/** What somebody may know who has these rights, and is there as a tenant since a moment. */
export function moneyView(
  { may, tenantSince }: { readonly may: Rights; readonly tenantSince: Date | null },
  dayOf: (moment: Date) => string,
): MoneyView {
  return { owner: may.owner, since: tenantSince === null ? null : dayOf(tenantSince) };
}

/** Whether the document of a month, `2026-11` or a day of it, is open: a tenant's are from the month of their own day on. */
export function isOpenMonth(month: string, { since }: MoneyView): boolean {
  return since === null || month.slice(0, 7) >= since.slice(0, 7);
}

/** Whether a payment of a day is open, or a day may be told. */
export function isOpenDay(day: string, { since }: MoneyView): boolean {
  return since === null || day >= since;
}

interface Line {
  readonly unit: string;
  readonly volume: string | null;
  readonly commonVolume: string | null;
  readonly tariff: string | null;
  readonly charged: bigint;
  readonly benefit: bigint;
  readonly facts?: LineFacts;
}

interface Sums {
  readonly charged: bigint;
  readonly benefit: bigint;
  readonly lines?: readonly Line[];
}

/**
 * A document as it may be seen: without the owner's data a benefit is taken off the charge already, in the line and in the
 * total, so that all sums add up and what is to be paid is true. What a benefit, the area or the number of people could be
 * counted back from is left out; where no line tells of a benefit, the lines are.
 */
export function documentSeen<Document extends Sums>(document: Document, { owner }: MoneyView): Document {
  if (owner) return document;
  const { charged, benefit, lines } = document;
  const net = { charged: charged - benefit, benefit: 0n };
  if (!lines) return { ...document, ...net };
  const told = lines.reduce((sum, line) => sum + line.benefit, 0n) === benefit;
  return { ...document, ...net, lines: told ? lines.map(lineSeen) : [] };
}

/** Units of what a flat is, not of what is used up there. */
const OF_THE_FLAT = /^(?:м²|м2|кв\.?\s?м|чел)/iu;

function lineSeen<One extends Line>(line: One): One {
  const { charged, benefit, facts } = line;
  const hides = benefit !== 0n || OF_THE_FLAT.test(line.unit.trim());
  return {
    ...line,
    ...(hides && { volume: null, commonVolume: null, tariff: null }),
    charged: charged - benefit,
    benefit: 0n,
    ...(facts && { facts: factsOfLine(facts) }),
  };
}

/** Norms are for each resident, and what is for the flat alone has the benefit in it. */
function factsOfLine({ grounds, supplier, instalment }: LineFacts): LineFacts {
  return {
    ...(grounds !== undefined && { grounds }),
    ...(supplier !== undefined && { supplier }),
    ...(instalment && { instalment }),
  };
}

interface Paper extends Sums {
  readonly owner: string;
  readonly area: string | null;
  readonly residents: number | null;
  readonly lastPaidOn: string | null;
  readonly facts: readonly NumberedFacts[];
  readonly debts: readonly object[];
}

/** The same of a receipt, with what is printed on it beside sums. */
export function receiptSeen<Receipt extends Paper>(receipt: Receipt, view: MoneyView): Receipt {
  const { lastPaidOn, facts, debts } = receipt;
  const isOpen = (day: string | null | undefined): boolean => !!day && isOpenDay(day, view);
  return {
    ...documentSeen(receipt, view),
    ...(!view.owner && { owner: '', area: null, residents: null, hidesBenefits: true }),
    lastPaidOn: isOpen(lastPaidOn) ? lastPaidOn : null,
    facts: facts.map((one) => {
      const { lastPaidOn: day, ...told } = view.owner ? one : ofPaper(one);
      return isOpen(day) ? { ...told, lastPaidOn: day! } : told;
    }),
    // of months when others lived there
    debts: view.since === null ? debts : [],
  };
}

/** What is told of the document itself; a note in free words may tell anything. */
function ofPaper({
  number,
  gisId,
  executor,
  index,
  toPay,
  withInstalment,
  lastPaidOn,
}: NumberedFacts): NumberedFacts {
  const known = { number, gisId, executor, index, toPay, withInstalment, lastPaidOn };
  return Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined));
}
