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

/** Letters that are typed for digits, of both alphabets. */
const DIGITS_OF: Readonly<Record<string, string>> = {
  ...{ o: '0', о: '0', l: '1', i: '1', '|': '1', з: '3', z: '2', s: '5', б: '6', b: '8', в: '8' },
};
const SHORTEST = 5;
const LONGEST = 20;

/** The number with digits for the letters that look like them; undefined where it has none, or more than slips. */
export function withoutLetters(text: string): string | undefined {
  const plain = text.toLowerCase().replace(/[\s./-]/g, '');
  const digits = [...plain].map((sign) => DIGITS_OF[sign] ?? sign).join('');
  const letters = plain.length - plain.replace(/\D/g, '').length;
  return letters > 0 && letters * 3 <= plain.length && isDigits(digits) ? digits : undefined;
}

/** Whether a text is digits only, as many as the number of an account may have. */
export function isDigits(text: string): boolean {
  return /^\d+$/.test(text) && text.length >= SHORTEST && text.length <= LONGEST;
}

/** Other numbers that look like this one: digits for its letters, its letters in one alphabet. */
export function lookAlikes(number: string): string[] {
  if (!/\p{L}/u.test(number)) return [];
  const digits = withoutLetters(number);
  const all = [...(digits === undefined ? [] : [digits]), ...writtenAlike(number)];
  return all.filter((one) => one !== number);
}
