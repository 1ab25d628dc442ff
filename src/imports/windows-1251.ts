const BYTES = new Map(
  Array.from({ length: 128 }, (_, index): [string, number] => [
    new TextDecoder('windows-1251').decode(Uint8Array.of(index + 128)),
    index + 128,
  ]),
);
const UNKNOWN = '?'.charCodeAt(0);

/** A text in the encoding of older programs of Russian offices; what it has no letter for is a question mark. */
export function windows1251(text: string): Buffer {
  const letters = [...text];
  return Buffer.from(
    letters.map((letter) => (letter < '\x80' ? letter.charCodeAt(0) : (BYTES.get(letter) ?? UNKNOWN))),
  );
}
