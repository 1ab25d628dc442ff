/** What stood in a field and what stands there now. */
export type Difference = readonly [before: unknown, after: unknown];

/** What a change has made of a record, by the names of its fields; a line of the journal keeps it as `changed`. */
export function differences<T extends object>(
  before: T,
  after: T,
  names: readonly (keyof T & string)[],
): Record<string, Difference> {
  const changed = names.filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]));
  return Object.fromEntries(changed.map((name) => [name, [before[name], after[name]]]));
}
