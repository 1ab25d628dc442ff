import { withoutTail } from '../text/tail.js';

const MOST = 80;

/** A heading for an entry that has none: its first sentence, or as many words of it as a line holds. */
export function titleOf(text: string): string {
  const line = text.trimStart().split('\n', 1)[0]!.slice(0, 400).trim();
  const greeting = /^(здравствуйте|добрый день|доброе утро|добрый вечер|уважаем[а-яё ]{0,60})[!,. ]+/i;
  const rest = line.replace(greeting, '');
  const first = /^.+?[.!?](?=\s|$)/.exec(rest)?.[0] ?? rest;
  const plain = (first === '' ? line : first).replace(/[.!]$/, '');
  if (plain.length <= MOST) return plain[0] === undefined ? '' : plain[0].toUpperCase() + plain.slice(1);
  const cut = plain.slice(0, MOST);
  const words = cut.slice(0, cut.lastIndexOf(' ') > 20 ? cut.lastIndexOf(' ') : MOST);
  return `${words[0]!.toUpperCase()}${withoutTail(words.slice(1), /[,;:\s]/)}…`;
}
