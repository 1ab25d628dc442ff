import type { Finding } from './finding.js';
import { FIRST_NAMES, MALE_PATRONYMIC, SURNAME, SURNAMES, WORD_NAMES } from './name-words.js';
import { isPatronymicAlone } from './patronymics.js';
import type { PlainCopy } from './plain-copy.js';

/** How Russian names are spelled in Latin letters, the longest first. */
const SPELLED: readonly (readonly [latin: string, cyrillic: string])[] = (
  'shch=щ sch=щ zh=ж kh=х ts=ц ch=ч sh=ш yu=ю iu=ю ya=я ia=я yo=е ye=е iy=ий yy=ый ii=ий ey=ей ay=ай oy=ой ' +
  'a=а b=б c=к d=д e=е f=ф g=г h=х i=и j=й k=к l=л m=м n=н o=о p=п q=к r=р s=с t=т u=у v=в w=в x=кс y=ы z=з'
)
  .split(' ')
  .map((pair) => pair.split('=') as [string, string]);

/** A word in small Latin letters as it would be written in Russian. */
function inCyrillic(word: string): string {
  let spelled = '';
  for (let at = 0; at < word.length;) {
    const [latin, cyrillic] = SPELLED.find(([one]) => word.startsWith(one, at)) ?? [word[at]!, word[at]!];
    spelled += cyrillic;
    at += latin.length;
  }
  return spelled.replace(/y$/, 'ий').replace(/(?<=[скц])ы$/, 'ий');
}

/** Words with capitals one after the other, each with a letter that is Latin alone: «Nguyen Van». */
const LATIN_NAME = new RegExp(Array(2).fill('(?=\\p{L}{0,20}[A-Za-z])\\p{Lu}\\p{Ll}{1,20}').join(' '), 'gu');

/** «olga», «igor»: no sign of the Latin alphabet stands for the soft one. */
const WITHOUT_SOFT: ReadonlySet<string> = new Set(
  [...FIRST_NAMES]
    .filter((name) => /ь./.test(name) && !WORD_NAMES.has(name))
    .map((name) => name.replaceAll('ь', '')),
);

/** Names in Latin letters: two with capitals, and any that reads as a name when it is spelled in Cyrillic. */
export function latinNames(
  { cased, latin, cyrillic }: PlainCopy,
  knows: (word: { readonly word: string; readonly capital: boolean }) => boolean,
): Finding[] {
  const found: Finding[] = [...cased.matchAll(LATIN_NAME)].map(({ 0: name, index }) => ({
    kind: 'name',
    ...{ start: index, end: index + name.length },
  }));
  let first: { start: number; end: number } | undefined;
  for (const { 0: word, index: start } of latin.matchAll(/(?<!\p{L})[a-z]{2,30}(?!\p{L})/gu)) {
    const end = start + word.length;
    const name = inCyrillic(word);
    const isFirst = (FIRST_NAMES.has(name) && !WORD_NAMES.has(name)) || WITHOUT_SOFT.has(name);
    const isName =
      word.length > 2 &&
      /[a-z]/.test(cyrillic.slice(start, end)) &&
      (isFirst ||
        SURNAMES.has(name) ||
        MALE_PATRONYMIC.test(name) ||
        isPatronymicAlone(name) ||
        (SURNAME.test(name) && /(?:[ое]ва?|ина?|ская|ский|енко|чук)$/.test(name) && word.length > 5) ||
        knows({ word: name, capital: true }));
    // «olga petrovna», «sergey kim»: what stands behind a first name belongs to it.
    const follows = first?.end === start - 1;
    if (isName || follows) found.push({ kind: 'name', start: follows ? first!.start : start, end });
    first = isName && isFirst ? { start, end } : undefined;
  }
  return found;
}
