/** The panel counts no further: one more means «there are more». */
const MOST_COUNTED = 10_000;

/** A number of what waits as people read it. */
export function shownCount(count: number): string {
  return `${count > MOST_COUNTED ? 'больше ' : ''}${Math.min(count, MOST_COUNTED).toLocaleString('ru-RU')}`;
}
