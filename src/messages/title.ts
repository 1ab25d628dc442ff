import { withoutTail } from '../text/tail.js';

const MOST = 80;

/** A heading for an entry that has none: its first sentence, or as many words of it as a line holds. */
export function titleOf(text: string): string {
  const line = text.trimStart().split('\n', 1)[0]!.slice(0, 400).trim();
  const greeting = /^(здравствуйте|добрый день|доброе утро|добрый вечер|уважаем[а-яё ]{0,60})[!,. ]+/i;
  const rest = line.replace(greeting, '');
  const first = /^.+?[.!?](?=\s|$)/.exec(rest)?.[0] ?? rest;
  const whole = first === '' ? line : first;
  // by signs, of which some take two places; a text of one full stop is its own heading
  const plain = [...(withoutTail(whole, /[.!]/) || whole)].filter((sign) => !/\p{Cs}/u.test(sign));
  const begin = (signs: readonly string[]): string =>
    (signs[0] ?? '').toUpperCase() + signs.slice(1).join('');
  if (plain.length <= MOST) return begin(plain);
  const cut = plain.slice(0, MOST);
  const space = cut.lastIndexOf(' ');
  return `${withoutTail(begin(cut.slice(0, space > 20 ? space : MOST)), /[,;:\s]/)}…`;
}
