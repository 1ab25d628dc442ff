import { inRussianLetters } from '../../text/look-alikes.js';
import { isEmptyWord, isKind, wordsOfHouse } from '../search/address-words.js';

/** A new address, and the house that it most likely is. */
export interface HouseTwin {
  readonly address: string;
  readonly known: string;
}

/**
 * New addresses that are most likely other spellings of houses that are known, or of each other: the same number, and
 * of the words one has none that the other has not, such as the town. Kinds of streets must be the same where both tell.
 */
export function houseTwins(fresh: readonly string[], known: readonly string[]): HouseTwin[] {
  const byNumber = new Map<string, Taken[]>();
  const add = (one: Taken) => {
    const others = byNumber.get(one.number);
    if (others) others.push(one);
    else byNumber.set(one.number, [one]);
  };
  for (const address of known) add(taken(address));
  const twins: HouseTwin[] = [];
  for (const address of fresh) {
    const one = taken(address);
    const twin = byNumber.get(one.number)?.find((other) => isSame(one, other));
    if (twin) twins.push({ address, known: twin.address });
    else add(one);
  }
  return twins;
}

interface Taken {
  readonly address: string;
  readonly number: string;
  readonly words: ReadonlySet<string>;
  readonly kinds: ReadonlySet<string>;
}

function taken(address: string): Taken {
  const plain = inRussianLetters(address);
  const { words, number } = wordsOfHouse(plain);
  return {
    address,
    // «д. 04» is «д. 4»
    number: number.map((part) => part.replace(/^0+(?=\d)/, '')).join(' '),
    words: new Set(words.filter((word) => !isKind(word) && !isEmptyWord(word))),
    kinds: new Set([
      ...words.filter(isKind),
      ...(/(?<!\p{L})ул(?:ица)?(?!\p{L})/iu.test(plain) ? ['ул'] : []),
    ]),
  };
}

function isSame(one: Taken, other: Taken): boolean {
  if (one.number === '' || one.words.size === 0 || other.words.size === 0) return false;
  const [few, many] = one.words.size <= other.words.size ? [one, other] : [other, one];
  if (![...few.words].every((word) => many.words.has(word))) return false;
  return (
    one.kinds.size === 0 || other.kinds.size === 0 || [...one.kinds].some((kind) => other.kinds.has(kind))
  );
}
