import type { LoadReport } from './load-report.js';

/** Tells whether it is known what the rows of each fate add up to: of wrong rows it never is. */
export function hasSums({ wrong, skippedKopecks }: LoadReport): boolean {
  return wrong === 0 && skippedKopecks !== undefined;
}

/** What the rows add up to that are loaded, or would be. */
export function loadedKopecks({ totalKopecks, skippedKopecks = 0, unknown }: LoadReport): number {
  return totalKopecks - skippedKopecks - unknown.kopecks;
}
