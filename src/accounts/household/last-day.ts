const TYPED = /^(\d{4})-(\d{2})-(\d{2})$/;
const TYPED_BY_HAND = /^(\d{1,2})[./](\d{1,2})[./](\d{4})$/;
const MOST_YEARS = 5;

/** A typed last day as `2026-12-31`, or what is wrong with it; today is a day of the same form. */
export function lastDay(typed: string, today: string): { day: string } | { problem: string } {
  const iso = TYPED.exec(typed);
  const byHand = TYPED_BY_HAND.exec(typed);
  const [year = '', month = '', day = ''] = iso ? iso.slice(1) : byHand ? byHand.slice(1).toReversed() : [];
  const last = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const at = Date.parse(`${last}T00:00:00Z`);
  // Date.parse lets 30 February through as 2 March.
  if (Number.isNaN(at) || !new Date(at).toISOString().startsWith(last)) {
    return { problem: 'Такого дня нет: напишите его, например, 31.12.2026' };
  }
  if (last < today) return { problem: 'Этот день уже прошёл: выберите сегодняшний или более поздний' };
  if (last > `${Number(today.slice(0, 4)) + MOST_YEARS}${today.slice(4)}`) {
    return { problem: `Слишком далеко: не больше ${MOST_YEARS} лет, потом можно пригласить снова` };
  }
  return { day: last };
}
