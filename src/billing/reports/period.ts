/** A period of days or months, as an address tells it; `wrong` says why there is no report of it. */
export interface Period {
  readonly since: string;
  readonly until: string;
  readonly wrong?: string;
  /** The field that is wrong. */
  readonly wrongAt?: 'since' | 'until';
}

/** The first day of the year that ends with this one. */
export function yearBefore(day: string): string {
  return `${Number(day.slice(0, 4)) - 1}${day.slice(4)}`;
}

/** Says what is wrong with days or months: the last before the first, or the first before the earliest that may be. */
export function checked(
  { since, until }: Period,
  earliest: string,
  words: { readonly turned: string; readonly long: string },
): Period {
  const wrong = since > until ? words.turned : since < earliest ? words.long : undefined;
  return { since, until, ...(wrong !== undefined && { wrong, wrongAt: 'until' }) };
}
