import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import type { Tried } from '../../panel/understood.js';
import { otherLayouts } from '../../text/keyboard-layout.js';
import { accountQuery } from './account-query.js';
import { WORDS_LIKE } from './account-search.sql.js';
import { isNear, type Meant, wordingsOf } from './near-words.js';
import { otherSpellings, withoutForm } from './other-spellings.js';
import { withoutSaid } from './said-words.js';

/** One way to read what was typed: `meant` says of words that may be mistyped what they may be. */
interface Reading extends Tried {
  /** It may mean something else, too: whoever has typed it must see what was found. */
  readonly guess?: true;
  readonly meant?: Meant;
}

/** What was found in another reading of what was typed. */
export interface FoundOtherwise<T> {
  readonly found: T;
  readonly tried: Tried;
}

/** What a text may mean where nothing is found for it as it was typed: other spellings, keys of the other layout, words with a letter wrong. */
@Injectable()
export class OtherReadings {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** The likeliest first; like words are looked up only for whoever asks on. */
  async *of(text: string): AsyncGenerator<Reading> {
    for (const other of otherSpellings(text)) yield { text: other, why: 'slip' };
    const name = withoutForm(text);
    if (name !== undefined) yield { text: name, why: 'slip', guess: true };
    const layouts = otherLayouts(withoutSaid(text));
    for (const other of layouts) yield { text: other, why: 'layout' };
    for (const one of [text, ...layouts]) {
      const meant = await this.slips(one);
      if (meant.size > 0) yield { text: one, why: 'slip', meant, guess: true };
    }
  }

  /** The first of them for which something is found. */
  async first<T>(
    text: string,
    look: (text: string) => Promise<T | undefined>,
  ): Promise<FoundOtherwise<T> | undefined> {
    for await (const { text: one, why, meant } of this.of(text)) {
      for (const wording of meant ? wordingsOf(one, meant) : [one]) {
        const found = await look(wording);
        if (found !== undefined) return { found, tried: { text: wording, why } };
      }
    }
    return undefined;
  }

  private async slips(text: string): Promise<Meant> {
    const { words } = accountQuery(text);
    const meant = new Map<string, string[]>();
    if (words.length === 0) return meant;
    for (const { typed, word } of await WORDS_LIKE.rows(this.pool, [...words])) {
      if (isNear(typed, word)) meant.set(typed, [...(meant.get(typed) ?? []), word]);
    }
    // a word that is right stays a choice beside those like it, where another one is wrong
    for (const [typed, [first, ...others]] of meant) {
      if (first === typed && others.length === 0) meant.delete(typed);
    }
    return meant;
  }
}
