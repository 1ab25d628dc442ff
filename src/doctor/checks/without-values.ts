const LONGEST = 160;

/** A statement as it may be shown: PostgreSQL writes $1 for a value, but not always, so quoted texts and long numbers go. */
export function withoutValues(query: string): string {
  const plain = query
    .replace(/'[^']*'/g, "'…'")
    .replace(/\$\$[^$]*\$\$/g, '$$$$…$$$$')
    .replace(/\b\d{3,}\b/g, '…')
    .replace(/\s+/g, ' ')
    .trim();
  // What a quote has begun and nothing ends is a value, too.
  const open = plain.replace(/'…'/g, '').indexOf("'");
  const shown = open < 0 ? plain : plain.slice(0, plain.lastIndexOf("'"));
  return shown.length > LONGEST ? `${shown.slice(0, LONGEST)}…` : shown;
}
