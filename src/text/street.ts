const NO_BREAK_SPACE = '\u00A0';

/** An address without the company's own town. */
export function withoutTown(address: string, town: string): string {
  if (town === '') return address;
  return `, ${address}`
    .replace(new RegExp(`, (?:г\\.\\s?|город\\s)?${literal(town)}(?=,)`, 'iu'), '')
    .slice(2);
}

/** An address as people of the office say it: without their own town, without «ул.» and «д.»; short words stay with what follows. */
export function streetOf(address: string, town: string): string {
  return withoutTown(address, town)
    .replace(/(^|, )(?:ул\.|улица) (?=\S)/gu, '$1')
    .replace(/, (?:д\.|дом) (?=\d)/gu, ', ')
    .replace(/(^|[\s,])(\p{L}{1,6}\.|м\/м|подъезд|этаж) (?=\S)/gu, `$1$2${NO_BREAK_SPACE}`);
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
