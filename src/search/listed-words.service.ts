import { Injectable } from '@nestjs/common';
import { type EntryQuestion, EntrySearch } from './entry-search.service.js';
import { numberParts } from './number-typed.js';

/** Which rows of a list have the words that are looked for: these, or those of which each has to be asked. */
export type ListedWords = { readonly ids: readonly string[] } | { readonly asked: string };

/** How a list is read. */
interface Reading {
  /** Rows of a page. */
  readonly most: number;
  /** The last row of the page before. */
  readonly after?: string | undefined;
  /** Whether the list has other filters than kinds: what of it is found cannot be told by the words alone. */
  readonly filtered: boolean;
}

/** Words in the fields above the lists of the office: found as the search in the head finds them. */
@Injectable()
export class WordsOfLists {
  constructor(private readonly entries: EntrySearch) {}

  /** What of a list has the words, or words that begin so; undefined where there are no words, or they are nowhere. */
  async of(question: EntryQuestion, reading: Reading): Promise<ListedWords | undefined> {
    const { text } = question;
    if (!isOfWords(text)) return undefined;
    return (
      (await this.having(question, reading)) ??
      (text.endsWith('*') ? undefined : this.having({ ...question, text: `${text}*` }, reading))
    );
  }

  private async having(question: EntryQuestion, reading: Reading): Promise<ListedWords | undefined> {
    const few = await this.entries.few(question);
    if (!few) return undefined;
    if (few.ids) return few.ids.length > 0 ? { ids: few.ids } : undefined;
    // Of what very many have, a page is found by time; where filters leave few, those are asked one by one.
    if (reading.filtered) return { asked: few.asked };
    const page = await this.entries.find(question, reading.most, reading.after);
    return { ids: page?.found.map(({ id }) => id) ?? [] };
  }
}

/** Numbers, telephones and addresses of letters are found by any part of them, not as words. */
function isOfWords(text: string): boolean {
  return /\p{L}{2}/u.test(text) && !text.includes('@') && numberParts(text)?.said === undefined;
}

/** The condition of a list; `id` is its column, `bind` takes a value and names its place. */
export function hasWords(words: ListedWords, id: string, bind: (value: unknown) => string): string {
  return 'ids' in words
    ? `${id} = ANY (${bind(words.ids)}::uuid[])`
    : `(SELECT w.words @@ ${bind(words.asked)}::tsquery FROM entry_words w WHERE w.id = ${id})`;
}
