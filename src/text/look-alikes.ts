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

const LATIN: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(LOOK_ALIKES).map(([latin, russian]) => [russian, latin]),
);

const SMALL: Readonly<Record<string, string>> = { a: 'а', c: 'с', e: 'е', o: 'о', p: 'р', x: 'х', y: 'у' };

/** A Russian text with Cyrillic letters for the Latin ones that look the same, to compare it: «Леснaя» with a Latin «a» is «Лесная». */
export function inRussianLetters(text: string): string {
  return text.replace(/[ABCEHKMOPTXYaceopxy]/g, (letter) => LOOK_ALIKES[letter] ?? SMALL[letter]!);
}

/** A number with letters as it may have been written: as it stands, in Russian letters, in Latin ones. */
export function writtenAlike(text: string): string[] {
  const capital = text.toUpperCase();
  const latin = capital.replace(/[АВСЕНКМОРТХУ]/g, (letter) => LATIN[letter]!);
  return [...new Set([capital, plainIdentifier(capital), latin])];
}
