const MOST_TYPED = 200;
const MOST_WORDS = 8;
const LONGEST_DAY = 40;

/** A text of an address, by its name: none where it is named twice or not at all. */
export function typedText(query: Record<string, unknown>, name: string): string {
  const value = query[name];
  return typeof value === 'string' ? value.slice(0, MOST_TYPED) : '';
}

/** What is searched for in a list: our pages tie «ул.» to its name with spaces of their own, and people copy from them. */
export function typedSearch(query: Record<string, unknown>): string {
  return typedText(query, 'q')
    .normalize('NFC')
    .replace(/[\s\p{Cc}\u00a0\u202f]+/gu, ' ')
    .trim();
}

/** Filters as an address says them: `?show=late&house=…`, or nothing where only the usual tab is shown. */
export function filterQuery(filter: object, usual: string, more: Record<string, string> = {}): string {
  const said = Object.entries({ ...filter, ...more } as Record<string, string>).filter(
    ([name, value]) => value !== '' && !(name === 'show' && value === usual),
  );
  return said.length === 0 ? '' : `?${new URLSearchParams(said).toString()}`;
}

/**
 * What is searched for: words in any order, a telephone by its last digits, a short number by the end of that of the
 * register. `numberOf` knows a whole number, which may have as many digits as a telephone.
 */
export function searchedWords(q: string, numberOf: (q: string) => string | undefined): string[] {
  const number = numberOf(q);
  if (number !== undefined) return [number];
  const digits = q.replace(/[\s()+\p{Pd}]/gu, '');
  if (/^\d{10,11}$/.test(digits)) return [digits.slice(-10)];
  if (/^\d{1,6}$/.test(q)) return [`-${q.padStart(6, '0')}`];
  return q
    .split(/[\s,;№]+/)
    .filter(Boolean)
    .slice(0, MOST_WORDS);
}

/** Whether a search has something that indexes can find: they need three characters in a row. */
export function isSearchable(words: readonly string[]): boolean {
  return words.some((word) => (word.match(/[\p{L}\p{N}]{3,}/gu) ?? []).length > 0);
}

/** Days or months between which a list is, as they were typed, and what is wrong at which field. */
interface UnreadPeriod {
  readonly since: string;
  readonly until: string;
  readonly wrong: string;
  readonly wrongAt: 'since' | 'until';
}

/** Days or months of an address of which one cannot be read, that one kept as it was typed; undefined where both can or are empty. */
export function unreadPeriod(
  query: Record<string, unknown>,
  read: (text: string) => string | undefined,
  example: string,
): UnreadPeriod | undefined {
  const typed = {
    since: typedText(query, 'since').slice(0, LONGEST_DAY),
    until: typedText(query, 'until').slice(0, LONGEST_DAY),
  };
  const wrongAt = (['since', 'until'] as const).find((name) => typed[name] !== '' && !read(typed[name]));
  if (wrongAt === undefined) return undefined;
  return {
    since: read(typed.since) ?? typed.since,
    until: read(typed.until) ?? typed.until,
    wrongAt,
    wrong: `«${typed[wrongAt]}» не найти в календаре: нужно, например, ${example}`,
  };
}
