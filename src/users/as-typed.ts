import { WORD_JOINER } from '../text/russian.js';

const MOST = 60;

/**
 * A login or a name that perhaps a stranger has typed, for a letter: at most 60 characters, and nothing that mail programs
 * make a link of. The reader's own address stays as it is.
 */
export function asTyped(text: string, ownAddress?: string): string {
  if (text === ownAddress) return text;
  const signs = [...text];
  const short = signs.length > MOST ? `${signs.slice(0, MOST - 1).join('')}…` : text;
  return short.replace(/[.@:/](?=\S)/g, `$&${WORD_JOINER}`);
}
