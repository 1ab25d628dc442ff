import type { AppealKind } from '../appeal.js';

/** Entries of a page. */
export const PAGE = 20;
/** Of what a search finds, so many are counted and shown. */
export const MOST_FOUND = 1000;

/** What anybody may read of an entry; removed pieces stand in the texts as «[имя убрано]». */
export interface PublishedAppeal {
  readonly number: string;
  readonly kind: AppealKind;
  readonly title: string;
  readonly question: string;
  readonly answer: string;
  readonly signed: string;
  /** Street and house; empty where a moderator has left them out. */
  readonly place: string;
  readonly asked_at: Date;
  readonly answered_at: Date;
  readonly working_days: number | null;
}

/** A statement with its values. */
export interface BookSql {
  readonly text: string;
  readonly values: unknown[];
}

const SHOWN = `p.number, p.kind, p.title, p.question, p.answer, p.signed, p.place, p.asked_at, p.answered_at, p.working_days`;

/** Rows of the book from a place on, the newest first; counted from its end where that is nearer. */
export function bookPage(kind: AppealKind | '', from: number, all: number): BookSql {
  const left = Math.max(all - from, 0);
  const back = left - PAGE < from;
  const order = back ? 'ASC' : 'DESC';
  const [offset, limit] = back ? [Math.max(left - PAGE, 0), Math.min(left, PAGE)] : [from, PAGE];
  return {
    text: `WITH ids AS MATERIALIZED (
        SELECT appeal_id FROM appeal_publications WHERE state = 'published'${kind === '' ? '' : ' AND kind = $3'}
        ORDER BY asked_at ${order}, appeal_id ${order} OFFSET $1 LIMIT $2)
      SELECT ${SHOWN} FROM appeal_publications p WHERE p.appeal_id IN (SELECT appeal_id FROM ids)
        AND p.state = 'published' ORDER BY p.asked_at DESC, p.appeal_id DESC`,
    values: [offset, limit, ...(kind === '' ? [] : [kind])],
  };
}

/** How many rows have all words, in whatever form, up to one more than are shown; and a page of them. */
export function search(words: string, kind: AppealKind | '', from: number): BookSql {
  return {
    text: 'SELECT matches, ids FROM book_search($1, $2, $3, $4, $5)',
    values: [words, kind, from, PAGE, MOST_FOUND + 1],
  };
}

/** Rows by their ids, the newest first; those that have gone meanwhile are left out. */
export function rowsOfBook(ids: readonly string[]): BookSql {
  return {
    text: `SELECT ${SHOWN} FROM appeal_publications p WHERE p.appeal_id = ANY ($1::uuid[]) AND p.state = 'published'
      ORDER BY p.asked_at DESC, p.appeal_id DESC`,
    values: [ids],
  };
}

/** The newest rows with a number, or with the end of one where its year is left out. */
export function numbered(
  { year, sequence }: { year: string; sequence: string },
  kind: AppealKind | '',
): BookSql {
  return {
    text: `SELECT ${SHOWN} FROM appeal_publications p WHERE p.state = 'published' AND right(p.number, 6) = $1
        AND ($2 = '' OR p.number = 'К-' || $2 || '-' || $1) AND ($3 = '' OR p.kind = $3)
      ORDER BY p.asked_at DESC, p.appeal_id DESC LIMIT ${PAGE}`,
    values: [sequence, year, kind],
  };
}

/** How many are published, by kind. */
export const COUNTS = 'SELECT kind, count::integer FROM appeal_publication_counts WHERE count > 0';
