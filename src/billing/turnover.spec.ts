import { describe, expect, it } from '@jest/globals';
import { randomInt } from 'node:crypto';
import type { DocumentTotals } from './document.js';
import { turnoverSheet } from './turnover.js';

const KOPECKS = 50_000_000;
const kopecks = (least: number) => BigInt(randomInt(least, KOPECKS));
const maybe = (sum: bigint) => (randomInt(3) === 0 ? sum : 0n);

/** Months that follow each other as an accounting that keeps its own rules writes them, newest first. */
function randomMonths(count: number): DocumentTotals[] {
  const months: DocumentTotals[] = [];
  let opening = kopecks(-KOPECKS);
  for (let index = 0; index < count; index += 1) {
    const sums = {
      opening,
      charged: kopecks(-KOPECKS),
      recalculated: maybe(kopecks(-KOPECKS)),
      benefit: maybe(kopecks(0)),
      penalty: maybe(kopecks(0)),
      paid: kopecks(-KOPECKS),
    };
    const closing = opening + sums.charged + sums.recalculated - sums.benefit + sums.penalty - sums.paid;
    months.unshift({ month: `2026-${String(index + 1).padStart(2, '0')}`, ...sums, closing });
    opening = closing;
  }
  return months;
}

/** Reads a sum back from what the resident sees. */
function read(sum: string): bigint {
  expect(sum).toMatch(/^−?\d{1,3}(\u00A0\d{3})*,\d\d\u00A0₽$/);
  return BigInt(sum.replace('−', '-').replace(/[^\d-]/g, ''));
}

function addsUp(cells: readonly { label: string; sum: string }[]): void {
  const of = (label: string) => read(cells.find((cell) => cell.label === label)?.sum ?? '0,00\u00A0₽');
  const closing =
    of('Долг на начало') + of('Начислено') + of('Перерасчёты') + of('Льготы') + of('Пени') - of('Оплачено');
  expect(of('Долг на конец')).toBe(closing);
}

describe('The turnover sheet', () => {
  it('adds up to the kopeck in each row, in its total and from month to month', () => {
    for (let round = 0; round < 300; round += 1) {
      const { rows, total } = turnoverSheet(randomMonths(randomInt(1, 13)));
      rows.forEach(({ cells }) => addsUp(cells));
      if (total) addsUp(total.cells);
      for (const [index, row] of rows.slice(1).entries()) {
        expect(rows[index]!.cells[0]!.sum).toBe(row.cells.at(-1)!.sum);
      }
    }
  });

  it('has the words of people, below them those of accountants, and columns for benefits and penalties only where there are any', () => {
    const plain = { ...randomMonths(1)[0]!, benefit: 0n, penalty: 0n };
    const usual = ['Долг на начало', 'Начислено', 'Перерасчёты', 'Оплачено', 'Долг на конец'];
    const labels = (sheet: ReturnType<typeof turnoverSheet>) => sheet.columns.map(({ label }) => label);
    expect(labels(turnoverSheet([plain]))).toEqual(usual);
    expect(turnoverSheet([plain]).columns[0]!.term).toBe('Задолженность на начало периода');
    expect(turnoverSheet([plain]).total).toBeNull();
    const columns = [...usual];
    columns.splice(3, 0, 'Льготы', 'Пени');
    expect(labels(turnoverSheet([plain, { ...plain, benefit: 5n, penalty: 7n }]))).toEqual(columns);
  });

  it('shows sums that do not agree as the accounting has them', () => {
    const wrong = { ...randomMonths(1)[0]!, opening: 0n, charged: 100n, paid: 0n, closing: 250n };
    expect(turnoverSheet([wrong]).rows[0]!.cells.at(-1)!.sum).toBe('2,50\u00A0₽');
  });

  it('says of money paid ahead that it is', () => {
    const ahead = { ...randomMonths(1)[0]!, opening: -1n, closing: 0n, paid: -5n };
    const { cells } = turnoverSheet([ahead]).rows[0]!;
    expect(cells.map(({ advance }) => advance)).toEqual(cells.map((_, index) => index === 0));
  });
});
