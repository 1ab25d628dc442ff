const MOST_TYPED = 200;

/** What somebody has typed to look for, from an address: one line of a few words, whatever was sent. */
export function typedWords(value: unknown): string {
  return typeof value === 'string'
    ? value
        .slice(0, MOST_TYPED)
        .replace(/[\s\p{Cc}]+/gu, ' ')
        .trim()
    : '';
}
