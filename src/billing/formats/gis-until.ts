/**
 * «Учтены платежи, поступившие до указанного числа расчетного периода включительно»: the day of a month that ГИС ЖКХ has
 * in column M (PaymentsTaken of its schema, a byte), of a period such as `2026-10-01`; its last day where the month is
 * shorter, and never one that is still to come. Undefined where no such number stands there.
 */
export function dayOfMonth(text: string, period: string, today: string): string | undefined {
  const day = /^\s*0?([1-9]|[12]\d|3[01])(?:[.,]0+)?\s*$/.exec(text)?.[1];
  if (day === undefined || period === '') return undefined;
  const [year, month] = period.split('-').map(Number) as [number, number];
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  const found = `${period.slice(0, 8)}${String(Math.min(Number(day), last)).padStart(2, '0')}`;
  return found > today ? today : found;
}
