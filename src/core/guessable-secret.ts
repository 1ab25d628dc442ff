/** Keys beside each other, by rows and by columns, of both layouts. */
const KEYBOARDS = [
  "1234567890-=qwertyuiop[]asdfghjkl;'zxcvbnm,./",
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik,9ol.0p;/',
  '1234567890-=йцукенгшщзхъфывапролджэячсмитьбю.',
];
/** Random digits, the poorest alphabet that people use, keep some 25 of 32, 16 at the very least; what a person makes of a pattern keeps few. */
const LEAST_NEW = 16;
const LEAST_DISTINCT = 8;
/** Where a piece of so many characters has stood before, it is a repetition. */
const PIECE = 3;

/** Whether a secret is made of runs, rows of keys, repetitions or few characters, so that it can be guessed however long it is. */
export function isGuessable(secret: string): boolean {
  const text = [...secret.toLowerCase()];
  const places = [text.map((char) => char.codePointAt(0)!), ...KEYBOARDS.map((keys) => placesOf(text, keys))];
  const fresh = text.filter((_, at) => !isRepeated(text, at) && !places.some((place) => goesOn(place, at)));
  return new Set(text).size < LEAST_DISTINCT || fresh.length < LEAST_NEW;
}

/** Where each character is on a keyboard; one that is not there has no neighbours. */
function placesOf(text: readonly string[], keys: string): number[] {
  return text.map((char) => (keys.includes(char) ? keys.indexOf(char) : NaN));
}

function isRepeated(text: readonly string[], at: number): boolean {
  const piece = text.slice(Math.max(0, at - PIECE + 1), at + 1).join('');
  return at >= PIECE && text.slice(0, at).join('').includes(piece);
}

/** Whether a place follows from those before it by the same step, counting each or every second one. */
function goesOn(places: readonly number[], at: number): boolean {
  return [1, 2].some((apart) => {
    const [here, before, first] = [at, at - apart, at - 2 * apart].map((index) => places[index]);
    return here! - before! === before! - first!;
  });
}
