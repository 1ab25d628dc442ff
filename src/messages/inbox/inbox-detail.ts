import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';
import { type Appeal, APPEAL_COLUMNS } from '../appeal.js';
import type { AppealState } from '../appeal-states.js';
import {
  type AppealEventRow,
  type AppealFileRow,
  FILES_OF_EVENTS,
  LANDMARKS,
  NEWEST_EVENTS,
} from '../appeals.sql.js';

/** An entry with the names of what it points at. */
export interface AppealOfOffice extends Appeal {
  readonly topic_title: string;
  readonly reference: string;
  readonly responsible: string | null;
  readonly account_number: string | null;
  readonly resident: string | null;
}

const ENTRY = new Prepared<AppealOfOffice>(
  'appeal for office',
  `SELECT ${APPEAL_COLUMNS}, t.title AS topic_title, t.reference, s.name AS responsible, p.number AS account_number,
     r.full_name AS resident
   FROM appeals a JOIN appeal_topics t ON t.id = a.topic LEFT JOIN staff_names s ON s.id = a.responsible_id
   LEFT JOIN account_places p ON p.id = a.account_id LEFT JOIN residents r ON r.id = a.user_id WHERE a.id = $1`,
);

/** Another entry of the same author or flat. */
interface EarlierAppeal {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly state: AppealState;
  readonly registered_at: Date;
}

const MOST_EARLIER = 100;

/** By each index a few; an entry that several of them find is one. */
const EARLIER = new Prepared<EarlierAppeal>(
  'earlier appeals',
  `SELECT a.id, a.number, a.title, a.state, a.registered_at FROM appeals a WHERE a.id <> $1 AND a.id IN (
     (SELECT id FROM appeals WHERE user_id = $2 ORDER BY registered_at DESC, id DESC LIMIT ${MOST_EARLIER})
     UNION (SELECT id FROM appeals WHERE account_id = $3 ORDER BY registered_at DESC LIMIT ${MOST_EARLIER})
     UNION (SELECT id FROM appeals WHERE lower(author_email) = lower($4) AND author_email <> '' AND $4 <> ''
            ORDER BY registered_at DESC LIMIT ${MOST_EARLIER}))
   ORDER BY a.registered_at DESC, a.id LIMIT ${MOST_EARLIER}`,
);

const SIGNED = new Prepared<{ signed: string }>(
  'name under the last answer',
  `SELECT details ->> 'signed' AS signed FROM appeal_events
   WHERE kind = 'answered' AND actor_id = $1 ORDER BY id DESC LIMIT 1`,
);

/** All that the inbox shows of one entry, but for what belongs to whoever looks. */
export interface Detail {
  readonly appeal: AppealOfOffice;
  /** A page of what happened, the newest last. */
  readonly events: readonly AppealEventRow[];
  /** Whether something happened before this page. */
  readonly more: boolean;
  /** See LANDMARKS: they stand in no page but their own, and are told on all. */
  readonly landmarks: readonly AppealEventRow[];
  /** The id of the last event of all. */
  readonly newest: string;
  /** Of these events and landmarks. */
  readonly files: readonly AppealFileRow[];
  readonly earlier: readonly EarlierAppeal[];
}

/** Events of a page. */
const PAGE = 50;

/** Reads what the inbox shows of one entry. */
@Injectable()
export class InboxDetails {
  constructor(@Inject(POOL) private readonly pool: Pool) {}

  /** With the newest of its history; with the id of an event, with what happened before that. */
  async find(id: string, before = '0'): Promise<Detail | undefined> {
    const appeal = await this.entry(id);
    if (!appeal) return undefined;
    const { user_id: user, account_id: account, author_email: email } = appeal;
    const [newest, landmarks, earlier] = await Promise.all([
      NEWEST_EVENTS.rows(this.pool, id, before, PAGE + 1),
      LANDMARKS.rows(this.pool, id),
      EARLIER.rows(this.pool, id, user, account, email),
    ]);
    const events = newest.slice(0, PAGE).reverse();
    const ids = new Set([...events, ...landmarks].map((event) => event.id));
    const files = await FILES_OF_EVENTS.rows(this.pool, [...ids]);
    return {
      ...{ appeal, events, more: newest.length > PAGE, landmarks, newest: landmarks.at(-1)?.id ?? '0' },
      ...{ files, earlier },
    };
  }

  entry(id: string): Promise<AppealOfOffice | undefined> {
    return ENTRY.first(this.pool, id);
  }

  /** What somebody has signed with the last time; otherwise their name. */
  async signature({ id, name }: { id: string; name: string }): Promise<string> {
    return (await SIGNED.first(this.pool, id))?.signed || name;
  }
}
