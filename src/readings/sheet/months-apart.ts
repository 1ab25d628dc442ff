import type { Meter } from '../../meters/meter.js';
import { monthAndYear } from '../../text/month.js';

/**
 * What the office is told of a day outside the window: its readings belong to the month of the day (`monthOfDay`), those
 * that a resident sends today to the window that comes next (`windowAt`), and the resident's page says another month.
 */
export function monthsApart({
  period,
  window,
  strict,
}: Pick<Meter, 'period' | 'window' | 'strict'>): string | undefined {
  if (period === window.period) return undefined;
  const theirs = strict
    ? 'Сам житель сегодня передать показания не может: срок приёма прошёл.'
    : `Что житель передаст сам сегодня, войдёт в ${monthAndYear(window.period)}: так ему и сказано в кабинете.`;
  return `Офис записывает за месяц дня, в который показания сняты: за ${monthAndYear(period)}. ${theirs}`;
}
