/** What of an account a load may change, as people call it. */
export const DIFFERING = {
  place: 'Адрес',
  owner: 'Владелец',
  area: 'Площадь',
  residents: 'Проживает',
  closed: 'Счет',
  els: 'ЕЛС',
  hcs: 'Идентификатор ЖКУ',
} as const;

export type DifferingField = keyof typeof DIFFERING;

/** A value that stands otherwise in the file, both as people write them. */
export interface Difference {
  readonly field: DifferingField;
  readonly was: string;
  readonly becomes: string;
  /** By whom, when and on what ground it was set by hand, where it was. */
  readonly by_hand: string | null;
}

/** An account of which the file says something else. */
export interface ChangedAccount {
  readonly row: number;
  readonly account: string;
  readonly changes: readonly Difference[];
}

const METRES = '\u00A0м²';

/** «Площадь: 41,2 → 45 м²»; what was set by hand says so. */
export function differenceWords({ field, was, becomes, by_hand: byHand }: Difference): string {
  const before = becomes.endsWith(METRES) ? was.replace(METRES, '') : was;
  return `${DIFFERING[field]}: ${before} → ${becomes}${byHand === null ? '' : ` (${byHand})`}`;
}
