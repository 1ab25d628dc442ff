/** What the work below takes, in milliseconds, on the machine for which limits of time are written: as in test/support/pace.ts. */
const USUAL_MS = 12;

/** How many times longer than there a fixed piece of work takes here just now, never below one. */
export function pace() {
  let least = Infinity;
  for (let tries = 0; tries < 3; tries += 1) least = Math.min(least, milliseconds());
  return Math.max(1, least / USUAL_MS);
}

function milliseconds() {
  const began = performance.now();
  const words = new Map();
  for (let number = 0; number < 60_000; number += 1) {
    const word = `слово ${(number * 7919) % 20_011}`.toUpperCase();
    words.set(word, (words.get(word) ?? 0) + word.length);
  }
  if (words.size !== 20_011) throw new Error('It must be used, or the work is left out');
  return performance.now() - began;
}
