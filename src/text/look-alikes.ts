const LOOK_ALIKES: Readonly<Record<string, string>> = Object.fromEntries(
  [...'ABCEHKMOPTXY'].map((latin, index) => [latin, [...'АВСЕНКМОРТХУ'][index]!]),
);

/** An identifier of ГИС ЖКХ in its plain form: capital Cyrillic letters for the Latin ones that look the same, no spaces, plain hyphens. */
export function plainIdentifier(text: string): string {
  return text
    .toUpperCase()
    .replace(/\s/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-')
    .replace(/[ABCEHKMOPTXY]/g, (letter) => LOOK_ALIKES[letter]!);
}
