import { WORD_NAMES } from './name-words.js';

/** Endings of names in all cases; «котел» is no case of «Кот». */
const ENDING =
  /^(?:|[аяуюыиеоь]|[оеыи]й|[оеьи]ю|[оеыиая]м|[аяыи]х|ами|ями|ыми|ими|ов|ев|ого|его|ому|ему|ая|яя|ую|юю|ией|ья|ью|ьи|ье|ьей|ьем|ии|ие|ия|ию)$/;
/** What the last letters are in other cases: «Кравец, Кравца», «Лев, Льва», «Заяц, Зайца». */
const FLEETING: readonly (readonly [RegExp, string])[] = [
  [/ец$/, 'ц'],
  [/[ое]к$/, 'к'],
  [/е([нл])$/, '$1'],
  [/ев$/, 'ьв'],
  [/яц$/, 'йц'],
];

/** Tells words that are names of these people: in any case, in small letters too, and as half of a double name. */
export function knownNames(
  known: readonly string[],
): (word: { readonly word: string; readonly capital: boolean }) => boolean {
  const stems = new Map<string, Set<string>>();
  const add = (stem: string): void => {
    if (stem.length < 2) return;
    const key = stem.slice(0, 2);
    stems.set(key, (stems.get(key) ?? new Set()).add(stem));
  };
  for (const name of known.flatMap((one) =>
    one
      .toLowerCase()
      .replaceAll('ё', 'е')
      .split(/[^\p{L}]+/u),
  )) {
    if (name.length < 2) continue;
    add(name);
    if (name.length < 4) continue;
    add(name.replace(/(?:[ая]я|[иоы]й|[аяоеьй])$/, ''));
    for (const [last, other] of FLEETING) if (last.test(name)) add(name.replace(last, other));
  }
  const knows = (part: string, capital: boolean): boolean => {
    if (!capital && (part.length < 3 || WORD_NAMES.has(part))) return false;
    for (const stem of stems.get(part.slice(0, 2)) ?? []) {
      if (part.startsWith(stem) && ENDING.test(part.slice(stem.length))) return true;
    }
    return false;
  };
  return ({ word, capital }) => word.split('-').some((part) => knows(part, capital));
}
