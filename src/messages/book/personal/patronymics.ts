import { MALE } from './name-words.js';
import { RARE_MALE } from './rare-names.js';

/** As people say them, and of names that change before the ending. */
const SPOKEN =
  'петровна павловна львовна михайловна ильинична кузьминична лукинична никитична саввична фоминична яковлевна михална ' +
  'иванна пална степанна егорна максимна антонна федорна викторна владимирна саннa санна николавна алексевна сергевна ' +
  'андревна матвевна тимофевна ильинишна кузьминишна никитишна лукинишна савишна фоминишна';
const CASES = ['а', 'ы', 'е', 'у', 'ой', 'ою'];

/** Patronymics of women in all cases, by first names of men: «основной» ends as they do and is none. */
const OF_WOMEN: ReadonlySet<string> = new Set(
  [
    ...SPOKEN.split(' '),
    ...`${MALE} ${RARE_MALE}`.split(' ').flatMap((name) => {
      if (/[йь]$/.test(name)) {
        return [name.slice(0, -1), name.replace(/ий$/, 'ь')].map((stem) => `${stem}евна`);
      }
      return `${name.replace(/[ая]$/, '')}овна`;
    }),
  ].flatMap((name) => CASES.map((end) => name.slice(0, -1) + end)),
);
/** «михалыч», «сергеич»: «кирпич», «паралич» and «хрыч» end otherwise. */
const OF_MEN = /[аеиоуюя](?!быч)\p{L}{0,2}ыч(?:а|у|ем|ом|е)?$|\p{L}{3}[ае]ич(?:а|у|ем|ом|е)?$/u;
/** «Гасан оглы», «мамед-кызы»: behind the father's name. */
export const SON_OF = /^(?:.*-)?(?:оглы|оглу|кызы|гызы|уулу|улы|оол)$/;

/** Whether a word in small letters is a patronymic, with no first name beside it. */
export function isPatronymicAlone(word: string): boolean {
  return OF_WOMEN.has(word) || OF_MEN.test(word);
}
