/** A number of an entry as people type it: `2026-000118` or `2026-118`, or of this year `118`; undefined where it is none. */
export function numberTyped(
  text: string,
  letter: '' | 'К',
  year: string,
): { number: string; whole: boolean } | undefined {
  const typed = text
    .toUpperCase()
    .replace(/^№/, '')
    .replace(/\s/g, '')
    .replace(/\p{Pd}/gu, '-')
    .replace(/^K/, 'К');
  const [, own = '', years, sequence] = /^(К?)-?(?:(\d{4})-)?(\d{1,6})$/.exec(typed) ?? [];
  // of a number with a letter or a year it is known whose it is
  if (sequence === undefined || (own !== letter && (own !== '' || years !== undefined))) return undefined;
  const number = `${letter && `${letter}-`}${years ?? year}-${sequence.padStart(6, '0')}`;
  return { number, whole: years !== undefined || own !== '' };
}
