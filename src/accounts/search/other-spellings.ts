import { isPlaceWord } from './spoken-address.js';

/** What is written alike by somebody who reads a number from paper: «О200000001» is 0200000001. */
const AS_DIGITS: Readonly<Record<string, string>> = {
  ...{ о: '0', o: '0', з: '3', ч: '4', б: '6', в: '8' },
  ...{ i: '1', l: '1', і: '1', '|': '1', s: '5', b: '8' },
};
const LIKE_A_NUMBER = /(?<![\p{L}\d])[\dозчбвolsbіi|]{5,}(?![\p{L}\d])/giu;
/** A flat with its letter has fewer: «120б». */
const LEAST_DIGITS = 4;

const FORMS =
  /(?<!\p{L})(?:ип|ооо|п?ао|зао|оао|нко|тсж|тсн|гск|снт|жск|индивидуальн\p{L}{2}\s{1,3}предприниматель|предприниматель)(?!\p{L})[.\s]*/giu;
const INITIALS = /(?<=\p{L}{3}\s)ип$/iu;

const ORDINALS = [
  ...['первая первый', 'вторая второй', 'третья третий', 'четвертая четвертый', 'пятая пятый'],
  ...['шестая шестой', 'седьмая седьмой', 'восьмая восьмой', 'девятая девятый', 'десятая десятый'],
].map((line) => line.split(' ') as [string, string]);
const WORD = /(?<!\p{L})\p{L}{6,}(?!\p{L})/gu;
/** The number of a street before its name: «2 железнодорожная», «2-я железнодорожная». */
const NUMBERED = /(?<![\p{L}\d])(10|[1-9])\s+(?=\p{L}{3,}(ая|яя|ый|ий|ой)(?!\p{L}))/giu;
/** Enough to look for. */
const WORTH = /[\p{L}\d]{2}/u;
const ENDING =
  /(?<![\p{L}\d])(\d{1,3})(?:\s?-?\s?(?:ая|яя|ья|ый|ий|ой|ое|ье|ую|ю|ей|ого|го)|-?[яй]|-?(е))(?=\s+(\p{L}{4,}))|(?<![\p{L}\d])(\d{1,3})-?(?:ая|яя|ья|ый|ий|ой|ое|ье)(?!\p{L})/giu;

/** An address without the endings of numbered streets, by whose numbers they are known: «2-ая железнодорожная» is «2 железнодорожная». */
export function withoutEndings(text: string): string {
  return text.replace(
    ENDING,
    (all: string, before?: string, letter?: string, next?: string, after?: string) =>
      // the letter of a house: «12е корпус 2»
      letter && isPlaceWord(next!.toLowerCase()) ? all : (before ?? after ?? ''),
  );
}

/** How else the same may be written: a number without its letters, initials that look like a legal form, a numbered street in words and in digits. */
export function otherSpellings(text: string): string[] {
  const folded = foldedOf(text);
  const ways = [
    folded.replace(LIKE_A_NUMBER, inDigits),
    folded.replace(INITIALS, 'и п'),
    folded.replace(WORD, inNumbers),
    withoutEndings(folded).replace(
      NUMBERED,
      (_, number: string, ending: string) => `${ORDINALS[Number(number) - 1]![isShe(ending) ? 0 : 1]} `,
    ),
  ];
  return [...new Set(ways)].filter((way) => way !== folded && WORTH.test(way));
}

/** A name without its legal form: «ип сидоров» is perhaps «сидоров»; undefined where there is none. */
export function withoutForm(text: string): string | undefined {
  const folded = foldedOf(text);
  const name = folded.replace(FORMS, ' ').replace(/\s+/g, ' ').trim();
  return name !== folded && WORTH.test(name) ? name : undefined;
}

function foldedOf(text: string): string {
  return text.trim().replaceAll('ё', 'е').replaceAll('Ё', 'Е');
}

function inDigits(number: string): string {
  const letters = number.replace(/\d/g, '').length;
  if (letters === 0 || number.length - letters < LEAST_DIGITS) return number;
  return [...number.toLowerCase()].map((sign) => AS_DIGITS[sign] ?? sign).join('');
}

function inNumbers(word: string): string {
  const at = ORDINALS.findIndex((forms) => forms.includes(word.toLowerCase()));
  return at < 0 ? word : String(at + 1);
}

const isShe = (ending: string): boolean => ending.toLowerCase().endsWith('я');
