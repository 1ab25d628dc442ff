/** A part of a text: a word that was looked for, or what stands between. */
export interface Part {
  readonly text: string;
  readonly hit: boolean;
}

/** Marks and signs without width belong to the word that they stand in. */
const WORD = /[\p{L}\p{N}\u0300-\u036f\u00ad\u200b-\u200f\u2060]+/gu;
const LENGTH = 220;
const BEFORE = 70;

/** The stems of what was asked, as a tsquery is written: `'лифт' & 'подъезд':*`. */
export function stemsOf(asked: string): string[] {
  return [...asked.matchAll(/'([^']+)'/g)].map(([, stem]) => stem!);
}

/** Words of texts that may have one of these stems, each once: whether they have it the database knows. */
export function likely(texts: readonly string[], stems: readonly string[]): string[] {
  const begins = new Set(stems.map((stem) => stem.slice(0, 2)));
  const found = new Set<string>();
  for (const text of texts) {
    for (const [word] of text.matchAll(WORD)) {
      if (begins.has(plain(word).slice(0, 2))) found.add(word);
    }
  }
  return [...found];
}

/** A text in parts, with the words that were found. */
export function marked(text: string, hits: ReadonlySet<string>): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { 0: word, index } of text.matchAll(WORD)) {
    if (!hits.has(word)) continue;
    if (index > end) parts.push({ text: text.slice(end, index), hit: false });
    parts.push({ text: word, hit: true });
    end = index + word.length;
  }
  if (end < text.length) parts.push({ text: text.slice(end), hit: false });
  return parts;
}

/** A line of the first text that has a word that was found, else of the first one, beginning a little before the word. */
export function snippet(texts: readonly string[], hits: ReadonlySet<string>): Part[] {
  const lines = texts.map((text) => text.replace(/\s+/g, ' ').trim()).filter(Boolean);
  for (const line of lines) {
    for (const { 0: word, index } of line.matchAll(WORD)) {
      if (hits.has(word)) return marked(cut(line, index), hits);
    }
  }
  return marked(cut(lines[0] ?? '', 0), hits);
}

/** So many letters around a place, by whole words. */
function cut(line: string, at: number): string {
  const space = line.indexOf(' ', at - BEFORE);
  const begin = at <= BEFORE ? 0 : space >= 0 && space < at ? space + 1 : at - BEFORE;
  const rest = line.slice(begin);
  const last = rest.lastIndexOf(' ', LENGTH);
  const shown = rest.length <= LENGTH ? rest : `${rest.slice(0, last > BEFORE ? last : LENGTH)}…`;
  return begin > 0 ? `…${shown}` : shown;
}

function plain(word: string): string {
  return word
    .toLowerCase()
    .normalize('NFC')
    .replace(/[\u0300-\u036f\u00ad\u200b-\u200f\u2060]/g, '')
    .replaceAll('ё', 'е');
}
