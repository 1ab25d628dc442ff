/** A name and what it is. */
export interface Fact {
  readonly label: string;
  readonly value: string;
}

/** Those that have a value. */
export function facts(pairs: readonly (readonly [label: string, value: string])[]): Fact[] {
  return pairs.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}
