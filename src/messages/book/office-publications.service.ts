import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { one, rowsOf } from '../../core/query.js';
import { SAID } from '../appeal-words.js';
import type { ListedPublication, OpenPublication, PublicationEvent, SaidPiece } from './publication.js';
import type { PersonalContext } from './personal-data.js';

const PAGE = 20;
/** So many that wait are counted; the rest is «more». */
const MOST_COUNTED = 10_001;

/** Lists of a moderator, as the address names them: what waits from the oldest answer on, the rest from the newest. */
export const LISTS = {
  waiting: { title: 'Ждут решения', of: "p.state = 'waiting'", newest: false },
  published: { title: 'В книге', of: "p.state = 'published'", newest: true },
  kept: { title: 'Не публикуем', of: "p.state IN ('refused', 'removed', 'withdrawn')", newest: true },
} as const;
export type ListName = keyof typeof LISTS;

const LISTED = `a.id, a.number, a.kind, a.title, p.answered_at, p.state, p.decided_at, s.name AS decider
  FROM appeal_publications p JOIN appeals a ON a.id = p.appeal_id LEFT JOIN staff_names s ON s.id = p.decided_by`;

/** A page of a list, by an index in its order; $1 is the last entry of the page before, or null. */
export function listSql(name: ListName, further: boolean): string {
  const { of, newest } = LISTS[name];
  const [sign, order] = newest ? ['<', 'DESC'] : ['>', 'ASC'];
  const after = further
    ? `AND (p.answered_at, p.appeal_id) ${sign} (SELECT answered_at, appeal_id FROM appeal_publications WHERE appeal_id = $1)`
    : 'AND $1::uuid IS NULL';
  return `SELECT ${LISTED} WHERE ${of} ${after}
    ORDER BY p.answered_at ${order}, p.appeal_id ${order} LIMIT ${PAGE + 1}`;
}

/** Streets of the houses, which are no surnames: addresses without their numbers, each once. */
export const STREETS = `SELECT DISTINCT translate(address, '0123456789', '') AS street FROM house_addresses LIMIT 5000`;

/** What moderators read: the queue, an entry with all that was said, and whom it may speak of. */
@Injectable()
export class OfficePublications {
  constructor(private readonly database: DataSource) {}

  /** How many wait. */
  async waiting(): Promise<number> {
    const row = await one<{ count: number }>(
      this.database,
      `SELECT count(*)::integer AS count
       FROM (SELECT FROM appeal_publications WHERE state = 'waiting' LIMIT ${MOST_COUNTED}) x`,
    );
    return row!.count;
  }

  /** A page of a list after an entry, and after which entry the next one begins. */
  async list(name: ListName, after?: string): Promise<{ rows: ListedPublication[]; next?: string }> {
    const found = await rowsOf<ListedPublication>(this.database, listSql(name, after !== undefined), [
      after ?? null,
    ]);
    const rows = found.slice(0, PAGE);
    return { rows, ...(found.length > PAGE && { next: rows.at(-1)!.id }) };
  }

  find(id: string): Promise<OpenPublication | undefined> {
    return one<OpenPublication>(
      this.database,
      `SELECT a.version || '.' || p.version AS versions, a.text, a.publish, a.registered_at,
         a.received_day::text, a.first_answered_at,
         coalesce(h.address, '') AS house,
         json_build_object('title', p.title, 'question', p.question, 'answer', p.answer, 'signed', p.signed,
           'place', p.place) AS published, ${LISTED}
       LEFT JOIN house_addresses h ON h.id = a.house_id WHERE a.id = $1 AND a.erased_at IS NULL`,
      [id],
    );
  }

  /** Answers, questions back and letters, from the beginning. */
  said(id: string): Promise<SaidPiece[]> {
    return rowsOf<SaidPiece>(
      this.database,
      `SELECT kind, at, text, coalesce(details ->> 'signed', '') AS signed FROM appeal_events
       WHERE appeal_id = $1 AND open AND kind = ANY ($2) ORDER BY id`,
      [id, SAID],
    );
  }

  /** What was decided about it, the newest first. */
  history(id: string): Promise<PublicationEvent[]> {
    return rowsOf<PublicationEvent>(
      this.database,
      `SELECT at, kind, actor_name, text FROM appeal_events
       WHERE appeal_id = $1 AND kind IN ('published', 'unpublished', 'not-published', 'consent') ORDER BY id DESC LIMIT 50`,
      [id],
    );
  }

  /** Whom an entry may speak of: its author, those who live there, people of the office. */
  async context(id: string): Promise<PersonalContext> {
    const [names, streets] = await Promise.all([
      rowsOf<{ name: string }>(
        this.database,
        `SELECT name FROM staff_names
         UNION SELECT author_name FROM appeals WHERE id = $1
         UNION SELECT r.full_name FROM appeals a JOIN residents r ON r.id = a.user_id WHERE a.id = $1
         UNION SELECT r.full_name FROM appeals a JOIN active_links l ON l.account_id = a.account_id
           JOIN residents r ON r.id = l.user_id WHERE a.id = $1
         UNION SELECT c.owner_name FROM appeals a JOIN account_places c ON c.id = a.account_id WHERE a.id = $1`,
        [id],
      ),
      rowsOf<{ street: string }>(this.database, STREETS),
    ]);
    return {
      names: names.map(({ name }) => name).filter(Boolean),
      streets: streets.map(({ street }) => street),
    };
  }
}
