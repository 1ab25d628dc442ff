const MONTHS = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'
  .split(' ')
  .map((name) => `'${name}'`)
  .join(', ');

/** SQL of «октябрь 2026» for the first day of a month; null stays null. */
export function monthText(sql: string): string {
  return `((ARRAY[${MONTHS}])[extract(month FROM ${sql})::int] || ' ' || extract(year FROM ${sql}))`;
}
