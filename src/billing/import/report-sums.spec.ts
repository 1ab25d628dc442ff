import { describe, expect, it } from '@jest/globals';
import type { BillingReport } from './billing-report.js';
import { hasSums, loadedKopecks } from './report-sums.js';

const report = {
  rows: 6,
  wrong: 0,
  totalKopecks: 1000,
  skippedKopecks: 300,
  unknown: { rows: 1, kopecks: -50, count: 1, accounts: [] },
} as unknown as BillingReport;

describe('The sums of a load', () => {
  it('leave for what is loaded what was not here and does not wait', () => {
    expect(loadedKopecks(report)).toBe(750);
  });

  it('are known unless rows are wrong, or the report is an old one', () => {
    expect(hasSums(report)).toBe(true);
    expect(hasSums({ ...report, wrong: 1 })).toBe(false);
    const { skippedKopecks: _unknown, ...old } = report;
    expect(hasSums(old)).toBe(false);
  });
});
