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

/** Rows in which all words stand, in whatever form, from a place on. */
export function foundPage(words: string, kind: AppealKind | '', from: number): BookSql {
  return {
    text: `SELECT ${SHOWN} FROM appeal_publications p ${FOUND}${kind === '' ? '' : ' AND p.kind = $4'}
      ORDER BY p.asked_at DESC, p.appeal_id DESC OFFSET $2 LIMIT $3`,
    values: [words, from, PAGE, ...(kind === '' ? [] : [kind])],
  };
}

/** How many of them there are, up to one more than are shown. */
export function foundCount(words: string, kind: AppealKind | ''): BookSql {
  return {
    text: `SELECT count(*)::integer AS count FROM (
        SELECT FROM appeal_publications p ${FOUND}${kind === '' ? '' : ' AND p.kind = $3'} LIMIT $2) found`,
    values: [words, MOST_FOUND + 1, ...(kind === '' ? [] : [kind])],
  };
}

const FOUND = "WHERE p.state = 'published' AND p.words @@ words_asked($1)";
/** How many are published, by kind. */
export const COUNTS = 'SELECT kind, count::integer FROM appeal_publication_counts WHERE count > 0';
