/** How far from the beginning of somebody's name words stand: a surname before a name, a name before a patronymic. */
export function namePlace(words: readonly string[], people: readonly (readonly string[])[]): number {
  return Math.min(...people.map((names) => placeIn(words, names)), words.length * FARTHEST);
}

const FARTHEST = 4;
const BEGINNING = 0.5;

function placeIn(words: readonly string[], names: readonly string[]): number {
  return words
    .map((word) => {
      const at = names.findIndex((name) => name.startsWith(word));
      return at < 0 ? FARTHEST : Math.min(at, FARTHEST - 1) + (names[at] === word ? 0 : BEGINNING);
    })
    .reduce((sum, place) => sum + place, 0);
}
