import { toCyrillicLayout } from '../text/keyboard-layout.js';

// Letters that are hard to tell from others by ear or by hand are absent: й щ ъ ь ы э ё ю я.
// So are those on the keys of punctuation marks, б ж х: a stray comma or full stop is then a letter of the word
// in neither keyboard layout and can be ignored.
const CONSONANTS = 'вгдзклмнпрстфцчш';
const VOWELS = 'аеиоу';
const SYLLABLES_IN_GROUP = 4;
const GROUPS = 2;
const SYLLABLES = SYLLABLES_IN_GROUP * GROUPS;

const FORM = new RegExp(`^(?:[${CONSONANTS}][${VOWELS}]){${SYLLABLES}}$`);

// Obscene, insulting or unlucky to hear from one's housing company; the word is drawn again.
// Of 80^8 = 2^50.58 words 1 462 453 966 697 270 remain (counted over the automaton of this list): 50.38 bits.
const FORBIDDEN = new RegExp(
  'анал|анус|авари|вагин|вич|вон|вор|гад|гове|гово|гомос|дур|зек|зон|залуп|кака|каки|каку|кацап|козел|ленин|минет|' +
    'могил|моч|муд|нац|нига|нигер|падал|педи|педо|пени|петуш|пид|пис|поп|понос|пук|путин|сатан|сис|сифил|сос|сук|' +
    'суч|туп|умир|урод|чурек|чурок|чум|шакал|шал|шиз|фаши',
);

/** Makes a code word of 50.38 bits in its plain form, sixteen letters: this form is what gets HMACed. */
export function makeCodeWord(randomInt: (maxExclusive: number) => number): string {
  for (;;) {
    const word = Array.from({ length: SYLLABLES }, () => syllable(randomInt)).join('');
    if (!FORBIDDEN.test(word)) return word;
  }
}

/** Brings a typed code word to its plain form; null when it can be no code word at all. */
export function normaliseCodeWord(typed: string): string | null {
  const text = typed.normalize('NFKC').toLowerCase();
  // Of the keys beside the letters only «ё» is mapped (with Shift «Ё», hence lower case again); the others are б, ж, х, э, ю.
  const cyrillic = text.replace(/[a-z`~]/g, (key) => toCyrillicLayout(key)).toLowerCase();

  // Spaces, hyphens and dashes, quotes, the full stop that a telephone puts for two spaces, invisible characters.
  const word = cyrillic.replace(/[\p{Z}\p{P}\p{Cc}\p{Cf}\u2212]/gu, '').replaceAll('ё', 'е');
  return FORM.test(word) ? word : null;
}

/** Writes a plain code word as it is shown and dictated: «ликаморе-тусевида». */
export function formatCodeWord(word: string): string {
  const half = word.length / GROUPS;
  return `${word.slice(0, half)}-${word.slice(half)}`;
}

function syllable(randomInt: (maxExclusive: number) => number): string {
  return CONSONANTS.charAt(randomInt(CONSONANTS.length)) + VOWELS.charAt(randomInt(VOWELS.length));
}
