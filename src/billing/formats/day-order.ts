import type { Line } from '../../imports/csv-lines.js';
import { isoDay, type SlashOrder, slashOrder } from '../../imports/dates.js';
import type { TableSource } from '../../imports/table-source.js';
import type { Header } from './table-columns.js';

/** So many different days tell the order: a column has hardly more than a year has. */
const ENOUGH_DAYS = 5000;
const SLASHES = /^\s*\d{1,2}\/\d{1,2}\/\d{2,4}/;

/**
 * Which comes first in days with slashes, day or month, by all values of their column: American programs write
 * 11/20/2026. Where it cannot be told, the office is told how they are read.
 */
export async function dayOrder(
  first: readonly Line[],
  source: TableSource,
  { positions, titles }: Header,
): Promise<{ order: SlashOrder; notices: readonly string[] }> {
  const position = positions.paid_on ?? positions.as_of;
  const example = first.map(({ cells }) => cells[position ?? -1] ?? '').find((cell) => SLASHES.test(cell));
  if (position === undefined || example === undefined) return { order: 'day', notices: [] };
  const days = new Set<string>();
  for await (const lines of source.look()) {
    for (const { cells } of lines) days.add(cells[position] ?? '');
    if (days.size >= ENOUGH_DAYS) break;
  }
  const found = slashOrder(days);
  const order = found === 'month' ? 'month' : 'day';
  if (found === 'day' || found === 'both') return { order, notices: [] };
  const read = isoDay(example.trim().split(/[ T]/)[0]!, order)?.split('-').reverse().join('.');
  const title = source.title(titles[position] ?? '', position);
  const words =
    found === 'month'
      ? `Даты в столбце «${title}» записаны по-американски, сначала месяц: ${example.trim()} — это ${read}`
      : `Даты в столбце «${title}» записаны через косую черту, и что в них раньше, день или месяц, по файлу не видно. ` +
        `Прочитано как день и месяц: ${example.trim()} — это ${read}. Если это не так, запишите даты с точками`;
  return { order, notices: [words] };
}
