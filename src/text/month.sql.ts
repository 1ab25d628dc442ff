const MONTHS = 'январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь'
  .split(' ')
  .map((name) => `'${name}'`)
  .join(', ');

/** SQL of «октябрь 2026» for the first day of a month; null stays null. */
export function monthText(sql: string): string {
  return `((ARRAY[${MONTHS}])[extract(month FROM ${sql})::int] || ' ' || extract(year FROM ${sql}))`;
}

const GENITIVE = 'января февраля марта апреля мая июня июля августа сентября октября ноября декабря'
  .split(' ')
  .map((name) => `'${name}'`)
  .join(', ');

/** SQL of «23 ноября 2026» for a date; null stays null. */
export function dayText(sql: string): string {
  return `(extract(day FROM ${sql}) || ' ' || (ARRAY[${GENITIVE}])[extract(month FROM ${sql})::int] || ' ' || extract(year FROM ${sql}))`;
}
