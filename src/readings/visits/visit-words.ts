import { monthName } from '../../text/month.js';
import { formatPhone } from '../../users/phone.js';

/** Somebody of a flat who can be called. */
export interface Reachable {
  readonly last_name: string;
  readonly first_name: string;
  readonly phone: string;
}

/** «Дверь не открыли 12 и 22 ноября. Позвоните: Орехова Н., +7 902 555-48-11»; days as `2026-11-12`, the oldest first. */
export function visitWords(days: readonly string[], person: Reachable | null): string {
  return `Дверь не открыли ${daysTold(days)}. ${person ? `Позвоните: ${callWords(person)}` : 'Телефона нет: никто не привязал счет.'}`;
}

function callWords({ last_name: last, first_name: first, phone }: Reachable): string {
  const name = `${last}\u00A0${first.slice(0, 1)}.`;
  return `${name}, ${formatPhone(phone).replaceAll(' ', '\u00A0')}`;
}

/** «30 октября, 12 и 22 ноября», «30 ноября и 1 декабря»: each month is named once; days as `2026-11-12`, the oldest first. */
export function daysTold(days: readonly string[]): string {
  const months = new Map<string, string[]>();
  for (const day of days) {
    const month = day.slice(0, 7);
    months.set(month, [...(months.get(month) ?? []), String(Number(day.slice(8)))]);
  }
  const told = [...months].map(
    ([month, numbers]) => `${listed(numbers)}\u00A0${monthName(month, 'genitive')}`,
  );
  return days.length === months.size ? listed(told) : told.join(', ');
}

function listed(words: readonly string[]): string {
  return [words.slice(0, -1).join(', '), words.at(-1)].filter(Boolean).join(' и ');
}
