/** Sums in kopecks as text and days as `2026-10-31`: facts are kept as JSON. */
interface CommonFacts {
  readonly account: string;
  readonly address: string;
  readonly owner: string;
  readonly company: {
    readonly name: string;
    readonly inn: string;
    readonly address: string;
    readonly phone: string;
  };
  readonly maker: string;
  readonly day: string;
}

/** A month with what is not paid of it. Papers of former days have no last day to pay, and all of it as a debt. */
export interface UnpaidMonth {
  readonly month: string;
  readonly total: string;
  readonly left: string;
  readonly dueOn?: string;
}

/** What a certificate of debt says. */
export interface DebtFacts extends CommonFacts {
  readonly kind: 'debt';
  readonly balance: string;
  readonly balanceOn: string;
  /** The oldest first. */
  readonly months: readonly UnpaidMonth[];
}

/** A month of a statement. */
export interface StatementMonth {
  readonly month: string;
  readonly opening: string;
  readonly charged: string;
  readonly recalculated: string;
  readonly benefit: string;
  readonly penalty: string;
  readonly paid: string;
  readonly closing: string;
}

/** What a statement of a period says; months are the oldest first. */
export interface StatementFacts extends CommonFacts {
  readonly kind: 'statement';
  readonly since: string;
  readonly until: string;
  readonly months: readonly StatementMonth[];
  /** Of the sum at the end, what may still be paid in time; absent in papers of former days, which call the sums a debt. */
  readonly inTime?: readonly UnpaidMonth[];
  readonly payments: readonly { readonly day: string; readonly source: string; readonly amount: string }[];
}

export type PaperFacts = DebtFacts | StatementFacts;

/** What each is called. */
export const PAPERS: Readonly<Record<PaperFacts['kind'], string>> = {
  debt: 'Справка о задолженности',
  statement: 'Выписка по лицевому счету',
};
