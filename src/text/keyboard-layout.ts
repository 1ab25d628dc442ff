// The same physical keys on a US QWERTY and a Russian (Windows) ЙЦУКЕН keyboard, without and with Shift.
// Space and keys that give the same character in both layouts need no entry.
const LATIN =
  '`qwertyuiop[]' + "asdfghjkl;'" + 'zxcvbnm,./' + '~QWERTYUIOP{}' + 'ASDFGHJKL:"' + 'ZXCVBNM<>?' + '@#$^&|';
const CYRILLIC =
  'ёйцукенгшщзхъ' + 'фывапролджэ' + 'ячсмитьбю.' + 'ЁЙЦУКЕНГШЩЗХЪ' + 'ФЫВАПРОЛДЖЭ' + 'ЯЧСМИТЬБЮ,' + '"№;:?/';

const TO_CYRILLIC = pairs(LATIN, CYRILLIC);
const TO_LATIN = pairs(CYRILLIC, LATIN);

/** Gives what the keys pressed for this Russian text would have typed in the Latin layout: «пароль» is `gfhjkm`. */
export function toLatinLayout(text: string): string {
  return translate(text, TO_LATIN);
}

/** Gives what the keys pressed for this Latin text would have typed in the Russian layout: `gfhjkm` is «пароль». */
export function toCyrillicLayout(text: string): string {
  return translate(text, TO_CYRILLIC);
}

/** What the same keys give in the other layout, where a text may have been typed in the wrong one: in small letters, Russian first. */
export function otherLayouts(text: string): string[] {
  const typed = text.toLowerCase();
  // names and addresses are Russian; what is Latin, an e-mail or a number with letters, has no spaces
  return [
    ...(/[a-z]/.test(typed) ? [toCyrillicLayout(typed)] : []),
    ...(/[а-яё]/.test(typed) && !/\s/.test(typed) ? [toLatinLayout(typed)] : []),
  ];
}

function pairs(from: string, to: string): Map<string, string> {
  return new Map([...from].map((char, index) => [char, to.charAt(index)]));
}

function translate(text: string, map: Map<string, string>): string {
  let result = '';
  for (const char of text) result += map.get(char) ?? char;
  return result;
}
