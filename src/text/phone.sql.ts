/** SQL of «+7 902 123-45-67» for a telephone as it is kept, as `formatPhone` writes it; others stay as they are. */
export function phoneText(sql: string): string {
  return String.raw`regexp_replace(${sql}, '^\+7(\d{3})(\d{3})(\d\d)(\d\d)$', '+7 \1 \2-\3-\4')`;
}
