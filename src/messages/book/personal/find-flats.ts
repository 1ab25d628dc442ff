import { COUNTED_NUMBER } from './counted.js';
import type { Finding } from './finding.js';
import type { PlainCopy } from './plain-copy.js';

const ORDINAL =
  '(?:двадцать |тридцать |сорок |пятьдесят |шестьдесят |семьдесят |восемьдесят |девяносто |сто ){0,2}' +
  '(?:перв|втор|трет|четверт|пят|шест|седьм|восьм|девят|десят|\\p{L}{3,8}надцат|двадцат|тридцат|сороков|пятидесят|шестидесят|семидесят|восьмидесят|девяност|сот)' +
  '(?:ый|ой|ий|ая|ья|ую|ью|ом|ем|ей|ого|ьего|ого)';
const ONE =
  '(?:один|одна|одной|дв[аеу]х?|тр[еи]х?|четырех?|четыре|пят[ьи]|шест[ьи]|сем[ьи]|восемь|восьми|девят[ьи]|десят[ьи]|\\p{L}{3,8}надцат[ьи]|двадцат[ьи]|тридцат[ьи]|сорока?|(?:пять|шесть|семь|восемь|пяти|шести|семи|восьми)десят[и]?|девяност[оа]|ст[оа]|двести|двухсот|триста|трехсот|четыреста|четырехсот|\\p{L}{3,6}сот)';
/** «двенадцать», «сорок пять», «сорока пяти», «один два три», in words behind the noun. */
const CARDINAL =
  `(?:${ONE}[ -]){0,3}${ONE}` + '(?!\\p{L}| ?(?:комнат|раз|челов|окн|дн|недел|месяц|час|год|лет))';
/** Stands for a letter of a Roman number; no text has it, since compatibility forms are spelled out. */
const ROMAN = '\u2160';
const DIGITS = `(?:\\d{1,4}|${ROMAN}{1,9})`;
const NUMBER = `${DIGITS}(?!\\d|-\\d\\d)(?:(?:-?[а-я]| [а-д])(?!\\p{L}))?`;
/** «11 и 12», «11, 12», «11-14». */
const NUMBERS = `${DIGITS}(?!\\d|-\\d\\d-|-0)(?:(?:-?[а-я]| [а-д])(?!\\p{L}))?(?:(?: ?[,;/+&] ?| ?- ?(?!0)| и | или | по | до )(?:№ ?)?${NUMBER}(?!\\.\\d))*`;
const NTH = `(?:${NUMBER}(?:-?(?:й|ой|ый|ий|ая|я|ю|ую|ей))?|${ORDINAL})`;
const FLAT =
  '(?:кв-?ра?\\p{L}?|к/в|кв|квартир\\p{L}{0,3}|комнат\\p{L}{0,2}|комн?|помещени\\p{L}{1,2}|пом|апартамент\\p{L}{0,3}|офис\\p{L}?)';

const FLATS: readonly RegExp[] = [
  // «кв. 15», «квартира № 15», «кв15», «квартире пятнадцатой»; an area is no flat
  pattern(
    `(?<!\\p{L})${FLAT}(?:\\.| ?[-–:=])? ?(?:№|n|номер|под номером|#|с|от)? ?[ (:-]{0,2}(?!${COUNTED_NUMBER})(?:${NUMBERS}|${ORDINAL}|${CARDINAL})`,
  ),
  // «15 квартира», «в 15-й квартире», «15кв», «из 11 и 12 квартир»; «120 квартир» are counted
  pattern(
    `(?<![\\p{L}\\d.,])(?:${NUMBER} ?(?:,|и) ?)?${NTH} ?(?:кв(?!\\p{L})(?!\\.? ?(?:м|метр|км))|квартир\\p{L}{1,3})|(?<![\\p{L}\\d.,])${NUMBER} ?(?:,|и) ?${NTH} ?квартир(?!\\p{L})`,
  ),
  // «из 15-й», «над 15-ой»; entrances, floors and hours are no flats
  pattern(
    `(?<!\\p{L})(?:из|в|во|с|со|над|под|у|от|к|за)(?= (${DIGITS}-? ?(?:й|ой|ю|ую|ей))(?!\\p{L})) \\1(?! ?-?(?:подъезд|этаж|дом|раз|час|день|недел|месяц|год|очеред|категор|стать|пункт|степен|минут|линии|смен|секци|блок|корпус|школ|маршрут|автобус))`,
  ),
  // «сосед из 15», «соседи сверху, 19»
  pattern(
    `сосед\\p{L}{0,4} (?:сверху |снизу |сбоку |напротив )?(?:из|с|в|над|под) ${NUMBERS}(?!-?\\p{L}{0,3} ?(?:подъезд|этаж|дом))`,
  ),
  // «Лесная, 4-15», «д. 4 - 15», «дом 4/15»
  pattern(`(?<!\\p{L})(?:д|дом|доме|дома)\\.? ?\\d{1,4}[а-д]? ?[-/,] ?\\d{1,4}(?![\\d.:]|-?\\p{L})`),
  pattern(
    `(?<=\\p{L}{3},? )\\d{1,3}[а-д]? ?- ?\\d{1,3}(?![\\d.:,-]|-?\\p{L}| ?(?:раз|час|дн|минут|руб|сут|недел|мес|\\p{L}{3,8}(?:[аяь]|ов)(?!\\p{L})))`,
  ),
  // «Лесная 4/15», «ул. Мира, 4, 15»: a fraction behind another word measures something
  pattern(
    `(?<!\\p{L})(?:(?:ул|улиц[аеуы]|пр|пр-т|просп|проспект[аеу]?|пер|переул\\p{L}{2,3}|б-р|бульвар[аеу]?|мкр|микрорайон[аеу]?|наб)[. ]{1,2}\\p{L}{2,30}(?: \\p{L}{2,30})?,? (?:д\\.? ?)?\\d{1,3}[а-д]? ?[-/, ] ?|\\p{L}{3,30}(?:ая|ой|ую|ого|ова|ева),? \\d{1,3}[а-д]? ?/ ?)\\d{1,4}(?![\\d.:]|-?\\p{L}| ?(?:дюйм|раз|час|дн|мин|январ|феврал|март|апрел|ма[йя]|июн|июл|авгус|\\p{L}{3,5}бр)\\p{L}*)`,
  ),
  // «соседи из пятнадцатой», «из сорок пятой течёт»
  pattern(
    `сосед\\p{L}{0,4} (?:сверху |снизу |сбоку |напротив )?(?:из|с|со|в|над|под) ${ORDINAL}(?! ?(?:подъезд|этаж|дом|секц|половин|очеред))`,
  ),
  pattern(
    `(?<!\\p{L})(?:из|над|под) ${ORDINAL}(?= ?(?:[.,;:!?)]|$| \\p{L}{2,12}(?:[аеиу]т|[аеиоыя]л[аи]?|[лт]с[яь])(?!\\p{L})))`,
  ),
  // an entrance together with a floor
  pattern(
    `(?<!\\p{L})(?:${NTH} ?подъезд\\p{L}{0,2}|подъезд\\p{L}{0,2} ?№? ?${DIGITS})[^\\p{L}\\d]{1,3}(?:(?:на|и) )?(?:${NTH} ?этаж\\p{L}{0,2}|этаж\\p{L}{0,2} ?№? ?${DIGITS})`,
  ),
  pattern(
    `(?<!\\p{L})(?:${NTH} ?этаж\\p{L}{0,2}|этаж\\p{L}{0,2} ?№? ?${DIGITS})[^\\p{L}\\d]{1,3}(?:(?:в|во|и) )?(?:${NTH} ?подъезд\\p{L}{0,2}|подъезд\\p{L}{0,2} ?№? ?${DIGITS})`,
  ),
];

/** «II подъезд» is written by few, and read together with a floor elsewhere in the text. */
const ROMAN_ENTRANCE = pattern(`${ROMAN}{1,9}(?:-?[а-я]{1,2})? ?(?:подъезд|парадн)\\p{L}{0,3}`);
/** «kv. 15», «flat 15», in Latin letters. */
const LATIN = pattern(
  '(?<!\\p{L})(?:kv|kvartira|flat|apt|apartment|room)(?:\\.| ?[-:])? ?(?:№|n|#)? ?\\d{1,4}(?!\\d)',
);

/** Finds flats, and what leads to one: a house with a number behind it, an entrance with a floor. */
export function findFlats({ digits, latin }: PlainCopy): Finding[] {
  const numbers = withRoman(digits, latin);
  const looks: (readonly [RegExp, string])[] = [
    ...[...FLATS, ROMAN_ENTRANCE].map((flat) => [flat, numbers] as const),
    [LATIN, latin] as const,
  ];
  return looks.flatMap(([flat, text]) =>
    [...text.replaceAll('\n', ' ').matchAll(flat)].map(({ 0: found, index }) => ({
      kind: 'flat' as const,
      start: index,
      end: index + found.length,
    })),
  );
}

/** With one sign for each letter of a Roman number, whichever alphabet it is of. */
function withRoman(digits: string, latin: string): string {
  const kept: string[] = [];
  let last = 0;
  for (const { 0: run, index } of latin.matchAll(/(?<![\p{L}\d])[ivxlc]{1,9}(?![\p{L}\d])/gu)) {
    // «с» and «l» alone are a word and a litre.
    if (!/^c{0,3}(?:xc|xl|l?x{0,3})(?:ix|iv|v?i{0,3})$/.test(run) || /^[lc]$/.test(run)) continue;
    kept.push(digits.slice(last, index), ROMAN.repeat(run.length));
    last = index + run.length;
  }
  return kept.join('') + digits.slice(last);
}

function pattern(source: string): RegExp {
  return new RegExp(source, 'gu');
}
