import type { Finding } from './finding.js';
import type { PlainCopy } from './plain-copy.js';

const PART = '[ _./-]{0,2}';
const LETTER = '[авекмнорстух]';
const REGION = `(?:${PART}\\d{2,3}(?!\\d)(?: ?rus)?)`;
/** «а123вс38», with the letters that plates have. */
const PLATE = new RegExp(
  `(?<![\\p{L}\\d])${LETTER}${PART}[\\dо]{3}${PART}${LETTER}{2}(?:${REGION}|(?!\\p{L}))`,
  'gu',
);
/** Of a taxi, a trailer and a motorcycle: words of two letters stand before numbers, too, but in small letters. */
const OTHER_PLATE = new RegExp(
  `(?<![\\p{L}\\d])(?:${LETTER.toUpperCase()}{2}${PART}\\d{3,4}${REGION}|\\d{4}${PART}${LETTER.toUpperCase()}{2}${REGION})`,
  'gu',
);
/** «машина с номером 777», «госномер 123», «номер а 123». */
const CALLED = new RegExp(
  `(?<!\\p{L})(?:(?:машин|автомобил|авто|джип|иномарк|мотоцикл|прицеп|тойот|жигул|лад|газел)\\p{L}*(?:,? (?:с|под|гос\\.?))?,? ?(?:гос)?ном(?:ер(?:ом|а)?)?\\.?|гос\\.? ?ном(?:ер\\p{L}{0,2}|\\.)|рег\\. ?номер|номера?(?= (?:${LETTER}{1,2} \\d{3}|\\d{3} ${LETTER}{2})))[ :№]{1,3}(?:${LETTER}{1,2}${PART})?\\d{3,4}(?!\\d)(?:${PART}${LETTER}{2}(?!\\p{L}))?${REGION}?`,
  'gu',
);

/** Finds plates of cars. */
export function cars({ cased, cyrillic }: PlainCopy): Finding[] {
  return [
    // «с 354 на 400»
    ...[...cyrillic.matchAll(PLATE)].filter(
      ({ 0: plate }) => !/ (?:на|но|не|от|со|то|он)(?!\p{L})/u.test(plate),
    ),
    ...cyrillic.matchAll(CALLED),
    ...[...cased.matchAll(OTHER_PLATE)].filter(({ 0: plate }) => !/^(?:НА|НЕ|ОТ|СО|НО|ТО|КВ)/.test(plate)),
  ].map(({ 0: plate, index }) => ({ kind: 'car', start: index, end: index + plate.length }));
}
