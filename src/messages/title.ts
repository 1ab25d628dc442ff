import { withoutTail } from '../text/tail.js';

const MOST = 80;
const GREETING =
  /^(?:(?:здравствуйте|добрый день|доброе утро|добрый вечер|доброго дня)(?![а-яё])|уважаем[а-яё ]{1,60}(?=[!,.]|$))/i;
/** So much of a text is looked at for a heading. */
const LOOKED_AT = 1000;
/** What only says that something is written; its kind stands beside the heading anyway. */
const NAMES_ITSELF =
  /^(?:жалоба|претензия|заявление|обращение|предложение|благодарность|вопрос|просьба)(?: *[:.!;,]+ *| +[—–-] +| *$)/i;

/** A heading for an entry that has none: its first sentence that says something, or as many words of it as a line holds. */
export function titleOf(text: string): string {
  let heading = '';
  for (const sentence of sentencesOf(text.trimStart().slice(0, LOOKED_AT))) {
    heading += heading === '' ? sentence : ` ${sentence}`;
    // a word alone, «Кошмар!», tells nobody what it is about
    if (/\S\s+\S/.test(heading)) break;
  }
  return shortened(heading === '' ? text.trim().slice(0, LOOKED_AT).split('\n', 1)[0]! : heading);
}

function* sentencesOf(text: string): Generator<string> {
  for (const line of text.split('\n')) {
    let rest = withoutGreeting(line.trim()).replace(NAMES_ITSELF, '');
    while (rest !== '') {
      const sentence = /^.+?[.!?](?=\s|$)/.exec(rest)?.[0] ?? rest;
      yield sentence;
      rest = rest.slice(sentence.length).trimStart();
    }
  }
}

function shortened(heading: string): string {
  // by signs, of which some take two places; a text of one full stop is its own heading
  const plain = [...(withoutTail(heading, /[.!]/) || heading)].filter((sign) => !/\p{Cs}/u.test(sign));
  const begin = (signs: readonly string[]): string =>
    (signs[0] ?? '').toUpperCase() + signs.slice(1).join('');
  if (plain.length <= MOST) return begin(plain);
  const cut = plain.slice(0, MOST);
  const space = cut.lastIndexOf(' ');
  return `${withoutTail(begin(cut.slice(0, space > 20 ? space : MOST)), /[,;:\s]/)}…`;
}

function withoutGreeting(line: string): string {
  const rest = line.replace(GREETING, '');
  return rest === line ? line : rest.replace(/^[!,. ]+/, '');
}
