export const MINUTE = 60;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How many attempts are free in how many seconds. THROTTLE_FACTOR multiplies the attempts. */
export interface Limit {
  /** What is counted, and by whom; the counts of all limits lie in one table. */
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}

const names = new Set<string>();

/**
 * Declares a limit of a module. Those by address are generous: behind one address of a mobile carrier stand thousands of
 * people.
 */
export function limit(name: string, points: number, seconds: number): Limit {
  if (names.has(name)) throw new Error(`Two limits are called ${name}`);
  names.add(name);
  return { name, points, seconds };
}
