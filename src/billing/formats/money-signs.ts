import { type DecimalSign, decimalSign, hasOneGroup } from '../../imports/amounts.js';
import type { Line } from '../../imports/csv-lines.js';
import type { TableSource } from '../../imports/table-source.js';
import type { NeutralColumn } from './headings.js';
import type { Header } from './table-columns.js';

const SUMS: readonly NeutralColumn[] = [
  ...(['charged', 'recalc', 'benefit', 'increase', 'penalty', 'total'] as const),
  ...(['debt', 'advance', 'balance', 'amount', 'commission'] as const),
];

/**
 * The decimal sign of each column of sums, by all of its values, where the first ones do not tell whether «1,000» is a
 * thousand or one. Numbers of a book have a point whatever stands in its texts, so they tell nothing.
 */
export async function moneySigns(
  first: readonly Line[],
  source: TableSource,
  { positions }: Header,
): Promise<ReadonlyMap<number, DecimalSign>> {
  const signs = new Map<number, DecimalSign>();
  if (source.format === 'xlsx') return signs;
  const columns = SUMS.flatMap((name) => positions[name] ?? []).filter((position) =>
    first.some(({ cells }) => hasOneGroup(cells[position] ?? '')),
  );
  if (columns.length === 0) return signs;
  const found = columns.map((position) => ({ position, told: new Set<DecimalSign>() }));
  for await (const lines of source.look()) {
    for (const { cells } of lines) {
      for (const { position, told } of found) {
        const sign = decimalSign(cells[position] ?? '');
        if (sign) told.add(sign);
      }
    }
  }
  for (const { position, told } of found) {
    const [one, other] = told;
    if (one && !other) signs.set(position, one);
  }
  return signs;
}
