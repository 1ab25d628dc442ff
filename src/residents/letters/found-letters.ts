import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { OtherReadings } from '../../accounts/search/other-readings.js';
import { rowsOf } from '../../core/query.js';
import { type Tried, triedText } from '../../panel/understood.js';
import { ResidentSearch } from '../resident-search.js';
import { type LetterFilter, type LetterLine, lettersAsked } from './letters.sql.js';

const MOST_WORDS = 4;

/** Words of a question, in any order. */
export function wordsOf(q: string): string[] {
  return q
    .split(/[\s,;]+/)
    .filter(Boolean)
    .slice(0, MOST_WORDS);
}

/** Finds letters as they are asked for, and where there are none, by what else was meant: as the one search reads it. */
@Injectable()
export class FoundLetters {
  constructor(
    private readonly database: DataSource,
    private readonly residents: ResidentSearch,
    private readonly readings: OtherReadings,
  ) {}

  /** A page of the list, and what was looked for instead, in words. */
  async page(filter: LetterFilter, q: string): Promise<{ rows: LetterLine[]; tried?: string }> {
    const rows = await this.rowsOf(filter);
    if (rows.length > 0 || q === '') return { rows };
    const understood = await this.residents.understood(q, (residents) => residents);
    const theirs = understood ? await this.rowsOf({ ...filter, understood }) : [];
    if (theirs.length > 0) return { rows: theirs, ...triedIn(understood?.tried) };
    // an address that nobody has registered
    const other = await this.readings.first(q, async (text) => {
      const found = await this.rowsOf({ ...filter, words: wordsOf(text) });
      return found.length > 0 ? found : undefined;
    });
    return other ? { rows: other.found, ...triedIn(other.tried) } : { rows };
  }

  private rowsOf(filter: LetterFilter): Promise<LetterLine[]> {
    const { sql, values } = lettersAsked(filter);
    return rowsOf<LetterLine>(this.database, sql, values);
  }
}

function triedIn(tried: Tried | undefined): { tried?: string } {
  return tried ? { tried: triedText(tried) } : {};
}
