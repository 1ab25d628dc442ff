import {
  FIRST_NAMES,
  FEMALE_PATRONYMIC,
  MALE_PATRONYMIC,
  ROLES,
  STREETS,
  SURNAME,
  WORD_NAMES,
} from './name-words.js';
import { isOrdinary } from './ordinary-words.js';
import { isPatronymicAlone, SON_OF } from './patronymics.js';

/** What these rules look at in a word of the text. */
export interface Spoken {
  readonly word: string;
  readonly capital: boolean;
  /** Whether only spaces and dots part it from the word before. */
  readonly joined: boolean;
}

/** What somebody does: «шумит», «затопила», «ругался». */
const DOES = /[а-я]{2}(?:[аеиу]т|[аеиоыя]л[аи]?|[лт]с[яь]|[ая]сь)$/;
/** What one does: after many of something another form stands. */
const ONE_DOES = /[а-я]{2}(?:[еи]т|[аеиоыя]ла?|[еи]тся|л(?:ся|ась))$/;
/** Surnames whose endings nouns and short adjectives have too. */
const NOUN_LIKE = /(?:[ое]в|[иы]н)(?:а|у|ы|ыми)$|[иы]н(?:ым|е|ой|ою|ых)?$/;
/** Endings that adjectives, participles and nouns in other cases have: a capital at a beginning tells nothing of them. */
const OF_MANY_WORDS = /(?:[ыи]х|[яа]н(?:а|у|ом|е)?|[сц]к\p{L}{1,3}|[ое]в(?:ым|ых|ыми|ом|ой|ою|ы|у)?)$/u;
const OF_SOMEBODY = /^(?:у|к|ко|с|со|от|про|о|об|над|под|за|перед|через|гр|кв|это|от|для|против)$/;
const WERE = /^(?:был[аои]?|стал[аои]?|будет|стоит|висит|горит|лежит|работает|хватает)$/;
const WHEN = /^(?:опять|снова|вчера|сегодня|постоянно|всегда|ночью|вечером|утром|днем|очень|тоже|не)$/;

/** «кудрин шумит», «у кудриной», «с петуховым»: a surname in small letters, by its ending and by what stands beside it. */
export function isSmallSurname(words: readonly Spoken[], index: number): boolean {
  const { word } = words[index]!;
  const before = words[index]!.joined ? (words[index - 1]?.word ?? '') : '';
  const after = verbAfter(words, index);
  if (NOUN_LIKE.test(word)) return OF_SOMEBODY.test(before) || DOES.test(before) || DOES.test(after);
  if (/(?:[ое]в|[сц]кий|[сц]кая)$/.test(word)) return DOES.test(before) || ONE_DOES.test(after);
  return OF_SOMEBODY.test(before) && /(?:[ое]в(?:ым|ой|ою|е)|[сц]к(?:им|ого|ому|ой))$/.test(word);
}

/** «Вольский шумит», but «Вольский тракт», «Сломан замок», «Вызову мастера»: where a sentence begins. */
export function isFirstSurname(words: readonly Spoken[], index: number): boolean {
  const after = verbAfter(words, index);
  return !OF_MANY_WORDS.test(words[index]!.word) || (ONE_DOES.test(after) && !WERE.test(after));
}

/** The next word, or the one behind «опять» and «не»; nothing where the sentence ends. */
function verbAfter(words: readonly Spoken[], index: number): string {
  const next = words[index + 1];
  if (!next?.joined) return '';
  const further = words[index + 2];
  return WHEN.test(next.word) && further?.joined ? further.word : next.word;
}

/** Surnames of neighbours from everywhere, which first names or «семья» stand beside; others of the kind by their ends. */
const SHORT =
  /^(?:ким|пак|цой|хан|хон|ли|тян|шин|ан|юн|нам|кан|лим|сон|хегай|югай|тен|пан|чен|ван|вонг|лебедь|заяц|волк|воробей|соловей|соло[вд]ьев|голубь|ворона|сорока|галка|чайка|сокол|орел|жук|муха|комар|рак|щука|карась|ерш|сом|бык|коза|козел|баран|кот|лис|лиса|медведь|мельник|кравец|швец|бондарь|гончар|кузнец|пастух|рыбак|мороз|зима|весна|буря|туча|гром|дуб|береза|верба|калина|малина|горох|капуста|гриб|дрозд|журавель|перепел|синица|шмидт|шульц)(?:а|у|ом|ем|е|ы|и|я|ю)?$/u;
const FOREIGN =
  /(?:ман|мейер|майер|фельд|баум|вальд|гольд|шмидт|шульц|ллер|ннер|цер|бергер|штерн|берг|штейн|иани|ава|ия|уа|як|юк|ук|ко|ец)(?:а|у|ом|ем|е|ы|ю|ем)?$/u;
const NO_NAME = /(?:ая|яя|ой|ую|юю|ей|их|ых|ое|ее|ый|ий|ые|ие|о|ми|ам|ям|ах|ях|ть|но|ще|же|ли|бы)$/u;
const FAMILY = /^(?:семь(?:я|и|е|ю|ей|ею)|семейств(?:о|а|у|ом|е)|супруг(?:и|ов|ам)|чета|четы)$/;
const CALLED = /^(?:зовут|фамили(?:я|и|ю|ей))$/;
const HIS = /^(?:его|ее|их|моя|мою|моей|наша|соседа|соседки|по|на)$/;
const GERMAN =
  /(?:(?<!ло|ту|об|кар|атас|дис)ман|мейер|майер|фельд|вальд|гольд|шмидт|шульц|штерн)(?:а|у|ом|ем|е|ы|ов|ам)?$/u;

/** «семья гофман», «сосед гофман», «фамилия его заяц»: what these words are followed by, in small letters. */
export function isCalled(words: readonly Spoken[], index: number): boolean {
  const it = words[index]!;
  const before = words[index - 1];
  if (!before || !it.joined || !mayBeSurname(it)) return false;
  if (FAMILY.test(before.word)) return !NO_NAME.test(it.word) && !SMALL_WORD.test(it.word);
  if (CALLED.test(before.word)) return !SMALL_WORD.test(it.word);
  const further = words[index - 2];
  if (HIS.test(before.word) && before.joined && further && CALLED.test(further.word)) return true;
  return ROLES.test(before.word) && GERMAN.test(it.word);
}

/** Whether a word is a part of the name that stands beside it: «лебедь мария ивановна», «сергей ким», «гасан оглы». */
export function belongsToName(words: readonly Spoken[], index: number): boolean {
  const it = words[index]!;
  if (it.joined && SON_OF.test(it.word)) return true;
  const next = words[index + 1];
  if (next?.joined && SON_OF.test(next.word)) return mayBeSurname(it);
  if (!mayBeSurname(it) || SMALL_WORD.test(it.word)) return false;
  const after = next?.joined && fullName(words, index + 1);
  const before = it.joined && fullName(words, index - 2);
  if (after || before) return !NO_NAME.test(it.word) || SURNAME.test(it.word);
  const short = SHORT.test(it.word) || FOREIGN.test(it.word);
  return short && it.joined && isFirstName(words[index - 1]);
}

/** Words of speech that stand beside names and are none. */
const SMALL_WORD =
  /^(?:\p{L}{1,2}|из|для|при|про|под|над|без|или|как|что|где|это|еще|там|тут|все|так|уже|наш|мой|ваш|сам|она|они|опять|снова|вчера|сегодня|завтра|после|перед|через|около|теперь|пусть|когда|если|хотя|ваша|наша|моя|сверху|снизу|сбоку|напротив|рядом|дома|здесь|пьян\p{L}*|жив\p{L}*|против|именно|спасибо|привет|также|просто|потом|лично|двое|трое|пятеро|человек|соседи|курит|шумит)$/u;

/** A first name and a patronymic, in this order from a word on. */
function fullName(words: readonly Spoken[], at: number): boolean {
  const [first, second] = [words[at], words[at + 1]];
  if (!first || !second?.joined || !FIRST_NAMES.has(first.word)) return false;
  const { word } = second;
  return MALE_PATRONYMIC.test(word) || FEMALE_PATRONYMIC.test(word) || isPatronymicAlone(word);
}

function isFirstName(word: Spoken | undefined): boolean {
  return word !== undefined && FIRST_NAMES.has(word.word) && (word.capital || !WORD_NAMES.has(word.word));
}

function mayBeSurname({ word }: Spoken): boolean {
  return word.length > 1 && !isOrdinary(word) && !ROLES.test(word) && !STREETS.test(word) && !DOES.test(word);
}
