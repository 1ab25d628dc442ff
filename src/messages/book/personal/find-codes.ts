import type { Finding } from './finding.js';
import { NUMBER_WORDS } from './number-words.js';
import type { PlainCopy } from './plain-copy.js';

/** What a code of a door or a password is called, and what may stand between the two. */
const CALLED =
  /(?<!\p{L})(?:(?:код(?:а|у|ом|е|ы|ов)?(?! плательщ| регион| города)|пин-?код\p{L}*|pin|пин|парол[ьяюеи]\p{L}{0,2})(?: (?:от|для|на|к|в|из|нашего|нашей|домофон\p{L}*|двер\p{L}+|подъезд\p{L}*|замк\p{L}+|калитк\p{L}+|ворот\p{L}*|шлагбаум\p{L}*|вай-?фай\p{L}*|wi-?fi|сейф\p{L}*|ящик\p{L}*|лифт\p{L}*|щит\p{L}*|вход\p{L}*|его|там|такой|это|тоже|был|стал|стоит|№|новый|старый|у нас|универсальный|мастер|служебный)){0,5}|(?:домофон\p{L}*|замо?к\p{L}*|дверь|калитк\p{L}|шлагбаум\p{L}*) (?:открывается|открыть|открывают|набрать|набирать|набирайте|кодом|по коду|код|на|через)(?: (?:через|на|кодом|кнопками|цифрами|по коду)){0,2}|домофон|набер(?:ите|и|ете)|набира(?:йте|й|ть|ем|ете|ют)|набрать|жмите|нажать|нажмите|логин)[^\p{L}\d\n]{1,6}/gu;
/** «1234», «45К1234#», «12 34», «12-34»; what is counted behind it is no code. */
const CODE =
  /[#*№]?(?=[\p{L}]{0,3}\d)[\p{L}\d#*]{1,12}(?:[ -]?(?:ключ|key|к|k|в|b|с|звездочка|решетка|звонок|[#*\d])[ -]?[\d#*]{1,8}){0,3}[#*]{0,2}/uy;
const COUNTED =
  /^ ?(?:дн|раз|час|минут|мин|сек|недел|месяц|лет|год|руб|этаж|подъезд|квартир|кв|человек|жильц|июн|мая|\p{L}{3,8}бря|январ|феврал|март|апрел|июл|август)/u;
/** «qwerty12», behind «пароль». */
const PASSWORD = /[^\s,;]{3,40}/uy;

/** Finds codes of doors and passwords, in digits and in words. */
export function findCodes({ cyrillic, digits }: PlainCopy): Finding[] {
  const found: Finding[] = [];
  for (const { 0: called, index } of cyrillic.matchAll(CALLED)) {
    const start = index + called.length;
    const secret = /^(?:парол|логин|wi|pin)/.test(called);
    const end = Math.max(
      codeEnd(digits, start),
      spokenEnd(cyrillic, start),
      secret ? passwordEnd(cyrillic, start) : start,
    );
    if (end > start) found.push({ kind: 'code', start, end });
  }
  return found;
}

function codeEnd(text: string, at: number): number {
  CODE.lastIndex = at;
  if (!CODE.test(text)) return at;
  const end = CODE.lastIndex;
  const code = text.slice(at, end);
  return (code.match(/\d/g) ?? []).length > 1 && !COUNTED.test(text.slice(end, end + 12)) ? end : at;
}

/** «один два три четыре», «двенадцать тридцать четыре». */
function spokenEnd(text: string, at: number): number {
  let [end, words, spelled] = [at, 0, false];
  for (const { 0: word, index } of text.slice(at, at + 120).matchAll(/[\p{L}\d]+/gu)) {
    if (at + index - end > 3 || !(NUMBER_WORDS.has(word) || /^\d+$/.test(word))) break;
    end = at + index + word.length;
    words += 1;
    spelled ||= NUMBER_WORDS.has(word);
  }
  return words > 1 && spelled ? end : at;
}

/** A password has a letter of another alphabet, or a digit. */
function passwordEnd(text: string, at: number): number {
  PASSWORD.lastIndex = at;
  return PASSWORD.test(text) && /[a-z\d]/.test(text.slice(at, PASSWORD.lastIndex)) ? PASSWORD.lastIndex : at;
}
