import type { BillingReport } from './billing-report.js';

/** Tells whether it is known what the rows of each fate add up to: of wrong rows it never is. */
export function hasSums({ wrong, skippedKopecks }: BillingReport): boolean {
  return wrong === 0 && skippedKopecks !== undefined;
}

/** What the rows add up to that are loaded, or would be. */
export function loadedKopecks({ totalKopecks, skippedKopecks = 0, unknown }: BillingReport): number {
  return totalKopecks - skippedKopecks - unknown.kopecks;
}
