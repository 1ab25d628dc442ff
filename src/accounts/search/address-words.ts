/** An address as rules compare it: the words of its street and town, and the parts of the house's number. */
export interface HouseWords {
  readonly words: readonly string[];
  readonly number: readonly string[];
}

/** Said of a street and known to everybody. */
const EMPTY = new Set('ул улица г гор город обл область россия д дом'.split(' '));
/** Stands before the number of a house, or between its parts. */
const OF_HOUSE = new Set('д дом владение влад вл домовладение зд здание n'.split(' '));
const OF_PART = new Set(
  'к корп корпус корпуса корпусе стр строение строения строении с лит литер литера литеры дробь'.split(' '),
);
/** Kinds of streets, as they are written and said. */
const KINDS: Readonly<Record<string, string>> = {
  ...{ переулок: 'пер', проспект: 'пр', просп: 'пр', бульвар: 'бул', микрорайон: 'мкр', мкрн: 'мкр' },
  ...{ площадь: 'пл', шоссе: 'ш', набережная: 'наб', проезд: 'прзд', тупик: 'туп', аллея: 'ал' },
};
const KNOWN_KINDS = new Set([...Object.values(KINDS), 'тракт', 'квартал', 'пос', 'поселок', 'снт']);
const POSTAL_CODE = /^\d{6}$/;

/** The words and numbers of a text in small letters, ё as е, without signs; «17а» is «17», «а». */
export function tokensOf(text: string): string[] {
  const folded = text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ё', 'е')
    .replace(/№/g, ' ')
    .replace(/(?<!\p{L})пр-к?т(?!\p{L})/gu, 'пр')
    .replace(/(?<!\p{L})б-р(?!\p{L})/gu, 'бул')
    .replace(/(?<!\p{L})пр-д(?!\p{L})/gu, 'прзд');
  return (folded.match(/\d+|\p{L}+/gu) ?? []).map((word) =>
    Object.hasOwn(KINDS, word) ? KINDS[word]! : word,
  );
}

/** Whether a word only tells what kind of street it is. */
export function isKind(word: string): boolean {
  return KNOWN_KINDS.has(word);
}

/** Whether a word says nothing: «ул.», «г.», «дом». */
export function isEmptyWord(word: string): boolean {
  return EMPTY.has(word);
}

/** Whether a word stands between the parts of a house's number: «корп.», «строение», «дробь». */
export function isPartWord(word: string): boolean {
  return OF_PART.has(word) || OF_HOUSE.has(word);
}

/** Whether a word says that what follows is another part of the house's number: «корпус», not «дом». */
export function isFurtherPart(word: string): boolean {
  return OF_PART.has(word);
}

/** Whether a word says that a number is the house's: «д.», «дом». */
export function isHouseWord(word = ''): boolean {
  return OF_HOUSE.has(word);
}

/** Whether this is a number. */
export function isNumber(token = ''): boolean {
  return /^\d/.test(token);
}

/** Takes the address of a house apart, however it is written. */
export function wordsOfHouse(address: string): HouseWords {
  const parts = address.split(',').map(tokensOf);
  const first = parts.findIndex(
    (part, index) => index > 0 && isHouseNumber(part) && hasWord(parts.slice(0, index)),
  );
  if (first > 0) {
    // «ул. Лесная, д. 4, г. Иркутск»
    const isPlace = (part: readonly string[], index: number) => index > first && isPlaceName(part);
    return {
      words: wordsIn(parts.filter((part, index) => index < first || isPlace(part, index))),
      number: numbersIn(parts.filter((part, index) => index >= first && !isPlace(part, index)).flat()),
    };
  }
  // «Лесная 4» without a comma
  const all = parts.flat();
  let begin = all.length;
  while (begin > 1 && isOfNumber(all[begin - 1]!)) begin -= 1;
  return { words: wordsIn([all.slice(0, begin)]), number: numbersIn(all.slice(begin)) };
}

function isHouseNumber(part: readonly string[]): boolean {
  return part.some(isNumber) && part.every(isOfNumber) && !(part.length === 1 && POSTAL_CODE.test(part[0]!));
}

/** Words that tell where the house is: a town, a region. */
function isPlaceName(part: readonly string[]): boolean {
  return (
    part.some((token) => token.length > 2) && !part.some((token) => isNumber(token) || isPartWord(token))
  );
}

function isOfNumber(token: string): boolean {
  return isNumber(token) || token.length === 1 || isPartWord(token);
}

function hasWord(parts: readonly (readonly string[])[]): boolean {
  return parts.flat().some((token) => !isNumber(token));
}

function wordsIn(parts: readonly (readonly string[])[]): string[] {
  return parts.flat().filter((token) => !EMPTY.has(token) && !POSTAL_CODE.test(token));
}

/** «17», «корп», «2» is «17», «2»; a letter stays, «с» of «стр. 1» goes. */
function numbersIn(tokens: readonly string[]): string[] {
  return tokens.filter((token, index) => !(isPartWord(token) && isBeforePart(token, tokens[index + 1])));
}

function isBeforePart(token: string, next: string | undefined): boolean {
  return token.length > 1 || OF_HOUSE.has(token) || isNumber(next);
}
