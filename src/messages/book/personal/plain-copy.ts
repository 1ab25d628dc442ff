/**
 * A text as a reader sees it, whatever it is written with: no invisible signs, no accents, one kind of dash, dot and
 * space, letters and digits of one alphabet. All copies have the same length; `original` leads back to the text.
 */
export interface PlainCopy {
  /** With capitals, in Cyrillic letters where another alphabet has one that looks the same. */
  readonly cased: string;
  /** The same in small letters. */
  readonly cyrillic: string;
  /** Small letters, in Latin ones where they look the same: for addresses of letters and pages. */
  readonly latin: string;
  /** As `cyrillic`, with digits for the letters that stand in their place among digits. */
  readonly digits: string;
  /** Where a piece of the copies stands in the text. */
  readonly original: (start: number, end: number) => { start: number; end: number };
}

const CYRILLIC = pairs(
  'ABCEHKMOPTXYaceopxykmtuiΑΒΕΗΚΜΝΟΡΤΥΧαεορυχκτіїєґјѕӀһҮүҺ',
  'АВСЕНКМОРТХУасеорхукмтииАВЕНКМNОРТУХаеорухктииегйсIнУуН',
);
const LATIN = pairs(
  'АВСЕНКМОРТХУІЈЅасеорхуктіїјѕԁԛԝһӏнмвгпиΑΒΕΖΗΙΚΜΝΟΡΤΥΧαεορυχκτιν',
  'ABCEHKMOPTXYIJSaceopxyktiijsdqwhlhmbrnuABEZHIKMNOPTYXaeopyxktiv',
);
const AMONG_LETTERS: Readonly<Record<string, string>> = { 0: 'о', 3: 'з', 4: 'ч', 6: 'б' };
const AMONG_DIGITS: Readonly<Record<string, string>> = {
  о: '0',
  з: '3',
  ч: '4',
  б: '6',
  l: '1',
  i: '1',
  '|': '1',
};

/** Makes the plain copies of a text; each of their signs is one UTF-16 unit, kept as its number until all are there. */
export function plainCopy(text: string): PlainCopy {
  const units: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const sign of text) {
    const end = at + sign.length;
    if ((sign === BREVE || sign === DIAERESIS) && units.length > 0) {
      // An accent changes «и» and «е» only, and is a part of what it stands on.
      const last = units.length - 1;
      if (sign === BREVE) units[last] = WITH_BREVE[units[last]!] ?? units[last]!;
      ends[last] = end;
    }
    const plain = plainSigns(sign);
    for (let index = 0; index < plain.length; index += 1) {
      units.push(plain.charCodeAt(index));
      starts.push(at);
      ends.push(end);
    }
    at = end;
  }
  const cased = betweenLetters(mapped(units, CYRILLIC));
  const cyrillic = lower(cased);
  return {
    cased,
    cyrillic,
    latin: lower(mapped(units, LATIN)),
    digits: amongDigits(cyrillic),
    original: (start, end) => ({ start: starts[start] ?? text.length, end: ends[end - 1] ?? text.length }),
  };
}

const BREVE = '\u0306';
const DIAERESIS = '\u0308';
const WITH_BREVE = pairs('иИ', 'йЙ');
/** As many numbers as a call takes for certain. */
const PIECE = 4096;
const known = new Map<string, string>();

/** What is seen of a sign: nothing of an invisible one, «1» of «①», one neutral sign for what is neither letter nor digit. */
function plainSigns(sign: string): string {
  let plain = known.get(sign);
  if (plain === undefined) {
    plain = seen(sign);
    // Texts have a few hundred different signs; somebody's list of all there are is not kept.
    if (known.size < 4096) known.set(sign, plain);
  }
  return plain;
}

function seen(sign: string): string {
  if (/[\p{Default_Ignorable_Code_Point}\p{M}\p{Cc}]/u.test(sign)) {
    return /\s/.test(sign) ? spaceOf(sign) : '';
  }
  if (sign === '№') return sign;
  const plain = [...sign.normalize('NFKC')].filter(
    (one) => !/[\p{M}\p{Default_Ignorable_Code_Point}]/u.test(one),
  );
  return plain.map(oneSign).join('');
}

function spaceOf(sign: string): string {
  return sign === '\n' || sign === '\r' ? '\n' : ' ';
}

function oneSign(sign: string): string {
  if (/[\s\u2800]/.test(sign)) return sign === '\u2028' || sign === '\u2029' ? '\n' : ' ';
  if (/[\p{Pd}\u2212\u2043]/u.test(sign)) return '-';
  if (/[\u00B7\u2022\u2219\u22C5\u3002\u30FB]/.test(sign)) return '.';
  if (/[\u2044\u2215\u29F8]/.test(sign)) return '/';
  if (sign === 'ё') return 'е';
  if (sign === 'Ё') return 'Е';
  if (/[^0-9]/.test(sign) && /\p{Nd}/u.test(sign)) return digitOf(sign);
  return sign.length === 1 ? sign : '\uFFFC';
}

/** Digits of any writing stand ten in a row. */
function digitOf(sign: string): string {
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(sign.codePointAt(0)! - value - 1))) value += 1;
  return String(value);
}

function mapped(units: readonly number[], alphabet: Uint16Array): string {
  const pieces: string[] = [];
  for (let from = 0; from < units.length; from += PIECE) {
    const piece = units.slice(from, from + PIECE).map((unit) => alphabet[unit] ?? unit);
    pieces.push(String.fromCharCode(...piece));
  }
  return pieces.join('');
}

function lower(text: string): string {
  const small = text.toLowerCase();
  return small.length === text.length
    ? small
    : Array.from(text, (sign) => (sign.toLowerCase().length === 1 ? sign.toLowerCase() : sign)).join('');
}

/** «Иван0в»; «д4кв15» and «а123вс» are no words. */
function betweenLetters(text: string): string {
  return text.replace(/(?<=\p{L})[0346](?=\p{L}(?!в(?:\P{L}|$)))/giu, (digit) => AMONG_LETTERS[digit]!);
}

/** «8 9О2», «1З»; «15а» and «кв» stay. */
function amongDigits(cyrillic: string): string {
  return cyrillic
    .replace(/(?<![\p{L}\d])[\dозбчli|]+(?![\p{L}\d])/gu, (run) =>
      /\d/.test(run) || /^о{2,}$/.test(run) ? run.replace(/\D/g, (letter) => AMONG_DIGITS[letter]!) : run,
    )
    .replace(/(?<=\d[ -])о(?=[ -]\d)/gu, '0');
}

/** What stands for a sign, by its number; signs behind the end stand for themselves. */
function pairs(from: string, to: string): Uint16Array {
  const last = Math.max(...Array.from(from, (sign) => sign.charCodeAt(0)));
  const table = Uint16Array.from({ length: last + 1 }, (_, unit) => unit);
  for (let index = 0; index < from.length; index += 1) table[from.charCodeAt(index)] = to.charCodeAt(index);
  return table;
}
