import { describe, expect, it } from '@jest/globals';
import { type DemoHistory, demoHistory } from './demo-billing.js';
import type { DemoLine } from './demo-charges.js';
import { demoAccounts } from './demo-company.js';

const MONTHS = [
  { year: 2026, month: 11 },
  { year: 2027, month: 1 },
  { year: 2028, month: 3 },
];

const histories = MONTHS.flatMap((month) => demoAccounts().map((account) => demoHistory(account, month)));

describe('The money of the demo company', () => {
  it('adds up to the kopeck on every account, from document to document', () => {
    for (const { documents } of histories) {
      for (const [place, it] of documents.entries()) {
        const sum = (part: (line: DemoLine) => number) =>
          it.lines.reduce((total, line) => total + part(line), 0);
        expect(it.charged).toBe(sum((line) => line.charged + line.increase));
        expect(it.recalculated).toBe(sum((line) => line.recalculated));
        expect(it.benefit).toBe(sum((line) => line.benefit));
        expect(it.charged + it.recalculated - it.benefit).toBe(sum((line) => line.total));
        expect(it.paid).toBe(it.payments.reduce((total, { amount }) => total + amount, 0));
        expect(it.closing).toBe(
          it.opening + it.charged + it.recalculated - it.benefit + it.penalty - it.paid,
        );
        if (place > 0) {
          expect(it.opening).toBe(documents[place - 1]!.closing);
        }
        expect([it.opening, it.charged, it.penalty, it.paid].every(Number.isSafeInteger)).toBe(true);
      }
    }
  });

  it('has the 13 months before the current one, with 9 to 11 lines each', () => {
    const { documents } = demoHistory(demoAccounts()[0]!, { year: 2026, month: 1 });
    expect(documents.map(({ period }) => period)).toEqual(
      [
        '2024-12',
        ...Array.from({ length: 12 }, (_, month) => `2025-${String(month + 1).padStart(2, '0')}`),
      ].map((month) => `${month}-01`),
    );
    expect(documents[2]!.countedUntil).toBe('2025-02-28');
    const counts = histories.flatMap((history) => history.documents.map(({ lines }) => lines.length));
    expect([Math.min(...counts), Math.max(...counts)]).toEqual([9, 11]);
  });

  it('is the same every time', () => {
    const again = demoAccounts().map((account) => demoHistory(account, MONTHS[0]!));
    expect(again).toEqual(histories.slice(0, again.length));
  });

  it('counts a payment in the document of its month, and a later one in none', () => {
    for (const { documents, later } of histories) {
      for (const { period, countedUntil, payments } of documents) {
        expect(payments.every(({ paidOn }) => paidOn >= period && paidOn <= countedUntil)).toBe(true);
      }
      expect(later.every(({ paidOn }) => paidOn > documents.at(-1)!.countedUntil)).toBe(true);
    }
  });

  it('has something of everything that a resident may meet', () => {
    const today = histories.slice(0, 60);
    const some = (what: (history: DemoHistory) => boolean) => today.filter(what).length;
    const ofLines = (what: (line: DemoLine) => boolean) =>
      some(({ documents }) => documents.some(({ lines }) => lines.some(what)));
    const last = ({ documents }: DemoHistory) => documents.at(-1)!;
    expect(some((it) => last(it).closing < 0)).toBeGreaterThan(2);
    expect(some((it) => last(it).closing > 0)).toBeGreaterThan(30);
    expect(some(({ later }) => later.length > 0)).toBeGreaterThan(2);
    expect(some(({ documents }) => documents.some(({ penalty }) => penalty > 0))).toBeGreaterThan(1);
    expect(some(({ documents }) => documents.every(({ paid }) => paid === 0))).toBe(3);
    expect(ofLines(({ recalculated }) => recalculated < 0)).toBeGreaterThan(20);
    expect(ofLines(({ benefit }) => benefit > 0)).toBeGreaterThan(3);
    expect(ofLines(({ increase }) => increase > 0)).toBeGreaterThan(3);
  });
});
