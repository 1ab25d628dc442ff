/** The panel counts no further: one more means «there are more». */
const MOST_COUNTED = 10_000;

/** A number of what waits as people read it. */
export function shownCount(count: number): string {
  return `${count > MOST_COUNTED ? 'больше ' : ''}${Math.min(count, MOST_COUNTED).toLocaleString('ru-RU')}`;
}

/** How much waits where no more than `most` is counted: «999+» of a thousand, as the tabs of such a list say it. */
export function countedTo(
  most: number,
  count: number,
  urgent: number,
): { count: number; urgent: number; more?: true } {
  return count < most
    ? { count, urgent }
    : { count: most - 1, urgent: Math.min(urgent, most - 1), more: true };
}

/** The same as words: «38», «999+». */
export function shownTo(most: number, count: number): string {
  const told = countedTo(most, count, 0);
  return `${shownCount(told.count)}${told.more ? '+' : ''}`;
}
