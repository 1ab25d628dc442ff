import type { RecipientTerms } from './recipient.js';

/** What may be compared with terms: of a new recipient there is no id yet. */
type Told = Omit<RecipientTerms, 'id' | 'since'>;

/** What holds of one recipient when, a row a day at most: of two for one day the later written. */
export class Timeline {
  readonly rows: readonly RecipientTerms[];

  /** `all` in the order of days, and for a day in the order in which they were written. */
  constructor(all: readonly RecipientTerms[], id: number | undefined) {
    const last = new Map<string, RecipientTerms>();
    for (const terms of all) if (terms.id === id) last.set(terms.since, terms);
    this.rows = [...last.values()];
  }

  /** What holds on a day. */
  on(day: string): RecipientTerms | undefined {
    return this.rows.findLast(({ since }) => since <= day);
  }

  /** What holds next after that of a day. */
  after(day: string): RecipientTerms | undefined {
    return this.rows.find(({ since }) => since > day);
  }

  /** What is planned: later rows that differ from what holds before them. */
  planned(today: string): readonly RecipientTerms[] {
    return this.rows.filter((terms, index) => {
      const before = this.rows[index - 1];
      return terms.since > today && !(before && sameTerms(before, terms));
    });
  }

  /** Since when the recipient has been what it is on a day, paid or ended. */
  begun(day: string): string | undefined {
    const known = this.rows.filter(({ since }) => since <= day);
    const last = known.at(-1);
    const other = known.findLastIndex(({ ended }) => ended !== last?.ended);
    return last?.ended ? known[other + 1]!.since : last?.since;
  }
}

/** Whether two say the same, from whatever day on. */
export function sameTerms(one: Told, other: Told): boolean {
  return comparable(one) === comparable(other);
}

function comparable(told: Told): string {
  const { ended, name, inn, kpp, bank, purpose, takes, services, houses, executor } = told;
  const its = [bank?.name, bank?.bic, bank?.account, bank?.correspondentAccount];
  return JSON.stringify([
    ended,
    name,
    inn,
    kpp,
    its,
    purpose,
    takes,
    services.toSorted(),
    houses.toSorted(),
    executor,
  ]);
}
