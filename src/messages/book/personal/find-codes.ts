import type { Finding } from './finding.js';
import { NUMBER_WORDS } from './number-words.js';
import type { PlainCopy } from './plain-copy.js';

/** Words that may stand between what a code is called and the code. */
const BETWEEN =
  '(?: (?:от|для|на|к|в|из|нашего|нашей|нашем|домофон\\p{L}*|двер\\p{L}+|подъезд\\p{L}*|замк\\p{L}+|замок|калитк\\p{L}+|ворот\\p{L}*|шлагбаум\\p{L}*|панел\\p{L}+|вай-?фа\\p{L}+|w[iи]-?f[iи]|интернет\\p{L}*|сейф\\p{L}*|ящик\\p{L}*|лифт\\p{L}*|щит\\p{L}*|вход\\p{L}*|его|там|такой|это|тоже|был|стал|стоит|№|новый|старый|у нас|универсальный|мастер|служебный|надо|нужно|набрать|набирать|нажать|одновременно|сразу|потом|затем|цифр\\p{L}+|кнопк\\p{L}+|комбинаци\\p{L}+|номер|код|кодом|по коду)){0,5}';
const OPENS =
  '(?:домофон\\p{L}*|замо?к\\p{L}*|дверь|калитк\\p{L}|шлагбаум\\p{L}*) (?:открывается|открыть|открывают|набрать|набирать|набирайте|кодом|по коду|код|на|через)(?: (?:через|на|кодом|кнопками|цифрами|по коду)){0,2}';
/** What a code of a door or a password is called, and what may stand between the two. */
const CALLED = new RegExp(
  `(?<!\\p{L})(?:(?:код(?:а|у|ом|е|ы|ов)?(?! плательщ| регион| города)|кодов\\p{L}{2,3} (?:замо?к\\p{L}*|двер\\p{L}+|панел\\p{L}+)|пин-?код\\p{L}*|pin|пин|парол[ьяюеи]\\p{L}{0,2}|наб[еи]р(?:ите|и|ете|айте|ай|ать|аем|аете|ают|аю)|набрать|жмите|нажать|нажмите|нажимайте|логин)${BETWEEN}|${OPENS}|домофон|замок(?= ?[:=-]))[^\\p{L}\\d\\n]{1,6}`,
  'gu',
);
/** The same in Latin letters. */
const LATIN_CALLED =
  /(?<!\p{L})(?:password|passwd|pass|login|pin|wi-?fi)(?: ?[:=-] ?| {1,2}(?=[^\s]{0,40}[\da-z]))["«]?/gu;
/** «1234», «45К1234#», «12 34», «12-34»; what is counted behind it is no code. */
const CODE =
  /[#*№]?(?=[\p{L}]{0,3}\d)[\p{L}\d#*]{1,12}(?:(?:[ -]?(?:ключ|key|к|k|в|b|с|звездочка|решетка|звонок|[#*\d])[ -]?| ?[+,;] ?| и )[\d#*]{1,8}){0,4}[#*]{0,2}/uy;
const COUNTED =
  /^(?:[.:]\d| ?(?:дн|раз|час|минут|мин|сек|недел|месяц|лет|год|руб|р\.|%|°|₽|градус|этаж|подъезд|квартир|кв|человек|жильц|кнопк|июн|мая|\p{L}{3,8}бря|январ|феврал|март|апрел|июл|август))/u;
/** «qwerty12», behind «пароль». */
const PASSWORD = /[^\s,;»"”]{3,40}/uy;

/** Finds codes of doors and passwords, in digits and in words. */
export function findCodes({ cyrillic, digits, latin }: PlainCopy): Finding[] {
  const found: Finding[] = [];
  for (const { 0: called, index } of latin.matchAll(LATIN_CALLED)) {
    const start = index + called.length;
    const end = passwordEnd(cyrillic, start, /[:=-]/.test(called) || !called.startsWith('w'));
    if (end > start) found.push({ kind: 'code', start, end });
  }
  for (const { 0: called, index } of cyrillic.matchAll(CALLED)) {
    const start = index + called.length;
    const secret = /^(?:парол|логин|pin)/.test(called);
    const end = Math.max(
      codeEnd(digits, start),
      spokenEnd(cyrillic, start),
      secret ? passwordEnd(cyrillic, start, /[:=«"„]|- ?$/.test(called)) : start,
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

/** A password has a letter of another alphabet or a digit, or is any word behind a colon or in quotes. */
function passwordEnd(text: string, at: number, any: boolean): number {
  PASSWORD.lastIndex = at;
  if (!PASSWORD.test(text)) return at;
  const word = text.slice(at, PASSWORD.lastIndex);
  return /[a-z\d]/.test(word) ||
    (any && !/^(?:не|нет|его|ее|мой|их|я|он|мне|для|от|и|а|но)$|^не\p{L}/u.test(word))
    ? PASSWORD.lastIndex
    : at;
}
