import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../../core/tokens.js';
import { numberParts } from '../../search/number-typed.js';
import { APPEAL_KINDS, type AppealKind } from '../appeal.js';
import {
  bookPage,
  type BookSql,
  COUNTS,
  MOST_FOUND,
  numbered,
  PAGE,
  type PublishedAppeal,
  rowsOfBook,
  search,
} from './published.sql.js';

/** What of the book somebody asks for. */
export interface BookQuestion {
  readonly kind: AppealKind | '';
  readonly words: string;
  readonly page: number;
}

/** A page of the book. */
export interface BookPage {
  readonly rows: readonly PublishedAppeal[];
  readonly pages: number;
  /** How many a search has found; undefined where there are more than are shown. */
  readonly found?: number;
  /** Whether it was found by its number, not by its words. */
  readonly byNumber?: boolean;
  /** How many are published, by kind; kinds without any are left out. */
  readonly counts: ReadonlyMap<AppealKind, number>;
}

/** The book as anybody reads it: from the table of what is published, and from no other. */
@Injectable()
export class PublicBook {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** A page, of all entries or of those in which words stand. */
  async page({ kind, words, page }: BookQuestion): Promise<BookPage> {
    const counts = await this.counts();
    const from = (page - 1) * PAGE;
    if (words === '') {
      const all = kind === '' ? [...counts.values()].reduce((a, b) => a + b, 0) : (counts.get(kind) ?? 0);
      const rows = from < all ? await this.read<PublishedAppeal>(bookPage(kind, from, all)) : [];
      return { rows, counts, pages: Math.ceil(all / PAGE) };
    }
    const number = numberParts(words);
    // digits alone may stand in a text: an entry of that number comes only where no text has them
    const digits = /^\d+$/.test(words);
    const own = number && !digits ? await this.read<PublishedAppeal>(numbered(number, kind)) : [];
    if (own.length > 0) return byNumber(own, counts);
    const [found] = await this.read<{ matches: number; ids: string[] }>(search(words, kind, from));
    const { matches: count, ids } = found!;
    if (number && digits && count === 0) {
      return byNumber(await this.read<PublishedAppeal>(numbered(number, kind)), counts);
    }
    const shown = from < MOST_FOUND ? ids : [];
    const rows = shown.length > 0 ? await this.read<PublishedAppeal>(rowsOfBook(shown)) : [];
    const pages = Math.ceil(Math.min(count, MOST_FOUND) / PAGE);
    return { rows, counts, pages, ...(count <= MOST_FOUND && { found: count }) };
  }

  private async counts(): Promise<Map<AppealKind, number>> {
    const rows = await this.read<{ kind: AppealKind; count: number }>({ text: COUNTS, values: [] });
    const known = new Map(rows.map(({ kind, count }) => [kind, count]));
    const kinds = Object.keys(APPEAL_KINDS) as AppealKind[];
    return new Map(kinds.filter((kind) => known.has(kind)).map((kind) => [kind, known.get(kind)!]));
  }

  private async read<Row>({ text, values }: BookSql): Promise<Row[]> {
    const { rows } = await this.pool.query(text, values);
    return rows as Row[];
  }
}

function byNumber(rows: readonly PublishedAppeal[], counts: BookPage['counts']): BookPage {
  return { rows, counts, pages: 1, found: rows.length, byNumber: true };
}
