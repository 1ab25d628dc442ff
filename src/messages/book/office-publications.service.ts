import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { one, rowsOf } from '../../core/query.js';
import { SAID } from '../appeal-words.js';
import type { ListedPublication, OpenPublication, PublicationEvent, SaidPiece } from './publication.js';
import type { PersonalContext } from './personal-data.js';

const PAGE = 20;
/** So many that wait are counted; the rest is «more». */
const MOST_COUNTED = 10_001;

/** Streets of the houses, so that they are not taken for surnames. */
const MOST_STREETS = 5000;

/** Lists of a moderator, as the address names them. */
export const LISTS = {
  waiting: { title: 'Ждут решения', states: ['waiting'], order: 'p.answered_at, p.appeal_id' },
  published: { title: 'В книге', states: ['published'], order: 'p.answered_at DESC, p.appeal_id DESC' },
  kept: {
    title: 'Не публикуем',
    states: ['refused', 'removed', 'withdrawn'],
    order: 'p.answered_at DESC, p.appeal_id DESC',
  },
} as const;
export type ListName = keyof typeof LISTS;

const LISTED = `a.id, a.number, a.kind, a.title, p.answered_at, p.state, p.decided_at, s.name AS decider
  FROM appeal_publications p JOIN appeals a ON a.id = p.appeal_id LEFT JOIN staff_names s ON s.id = p.decided_by`;

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

  /** A page of a list, and whether there is another. */
  async list(name: ListName, page: number): Promise<{ rows: ListedPublication[]; more: boolean }> {
    const { states, order } = LISTS[name];
    const rows = await rowsOf<ListedPublication>(
      this.database,
      `SELECT ${LISTED} WHERE p.state = ANY ($1) ORDER BY ${order} OFFSET $2 LIMIT ${PAGE + 1}`,
      [states, (page - 1) * PAGE],
    );
    return { rows: rows.slice(0, PAGE), more: rows.length > PAGE };
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
      rowsOf<{ address: string }>(
        this.database,
        `SELECT address FROM house_addresses ORDER BY address LIMIT ${MOST_STREETS}`,
      ),
    ]);
    return {
      names: names.map(({ name }) => name).filter(Boolean),
      streets: streets.map(({ address }) => address),
    };
  }
}
