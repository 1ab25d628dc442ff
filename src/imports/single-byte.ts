/** Encodings of one byte a letter in which Russian offices have files. */
export const SINGLE_BYTE = ['windows-1251', 'ibm866', 'koi8-r', 'x-mac-cyrillic'] as const;
export type SingleByteEncoding = (typeof SINGLE_BYTE)[number];

/** How often letters stand in Russian texts, of 1000 (Ляшевская, Шаров, 2009; rounded). */
const FREQUENCY = new Map(
  (
    'о110 е85 а80 и74 н67 т63 с55 р47 в45 л44 к35 м32 д30 п28 у26 я20 ы19 ь17 г17 з16 б16 ч14 й12 ' +
    'х10 ж9 ш7 ю6 ц5 щ4 э3 ф3 ъ1 ё1'
  )
    .split(' ')
    .map((entry): [string, number] => [entry[0]!, Number(entry.slice(1))]),
);
/** Stands in texts of offices, and tells nothing of the encoding. */
const NEUTRAL = /[\s\u00a0«»„“”‘’—–…№°²³§©•·±×]/u;
/** A space that does not break parts the thousands of numbers, and is «а» in DOS: it tells nothing either. */
const NO_BREAK_SPACE = 0xa0;
/** A letter of another alphabet, or a piece of a frame, is in no Russian text. */
const FOREIGN = -150;
/** «иВАНОВ»: letters of KOI8-R read as windows-1251 have capitals and small ones changed. */
const TURNED = -150;
/** Windows-1251 is what nearly all files are in: another one has to fit so much better. */
const CLEARLY = 1.25;

const WORTH = new Map(
  SINGLE_BYTE.map((encoding) => {
    const decoder = new TextDecoder(encoding);
    return [
      encoding,
      Array.from({ length: 128 }, (_, byte) =>
        byte + 128 === NO_BREAK_SPACE ? 0 : worth(decoder.decode(Uint8Array.of(byte + 128))),
      ),
    ];
  }),
);

/**
 * The encoding in which the letters are those of a Russian text, by how often each byte comes in the whole file and by
 * its beginning; undefined where none is likely.
 */
export function singleByteEncoding(counts: Uint32Array, head: Uint8Array): SingleByteEncoding | undefined {
  const [usual, ...others] = SINGLE_BYTE.map((encoding) => ({
    encoding,
    score: scored(encoding, counts, head),
  }));
  const best = others.reduce((one, other) => (other.score > one.score ? other : one));
  if (best.score > Math.max(usual!.score * CLEARLY, 0)) return best.encoding;
  return usual!.score >= 0 ? usual!.encoding : undefined;
}

function scored(encoding: SingleByteEncoding, counts: Uint32Array, head: Uint8Array): number {
  const letters = WORTH.get(encoding)!.reduce((sum, each, byte) => sum + each * counts[byte + 128]!, 0);
  const turned = new TextDecoder(encoding).decode(head).match(/[а-яё][А-ЯЁ](?![А-ЯЁ]*[»"])/gu)?.length ?? 0;
  return letters + turned * TURNED;
}

function worth(character: string): number {
  const frequency = FREQUENCY.get(character.toLowerCase());
  if (frequency !== undefined) return frequency;
  return NEUTRAL.test(character) ? 0 : FOREIGN;
}
