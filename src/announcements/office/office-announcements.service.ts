import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { Clock } from '../../core/clock.js';
import { one, rowsOf } from '../../core/query.js';
import type { OfficeAnnouncement } from '../announcements.service.js';
import { LinkedRequests } from '../linked-requests.js';

/** So many houses are shown to be ticked; where there are more, they are searched for. */
export const MOST_SHOWN_HOUSES = 60;
const PAGE = 50;

/** Which announcements a list shows. */
export const SHOWS = {
  current: { title: 'Сейчас', where: 'a.over_at > $1 AND a.starts_at <= $1', order: 'a.starts_at DESC' },
  coming: { title: 'Скоро', where: 'a.over_at > $1 AND a.starts_at > $1', order: 'a.starts_at' },
  past: { title: 'Прошедшие', where: 'a.over_at <= $1', order: 'a.over_at DESC' },
} as const;

export type Show = keyof typeof SHOWS;

/** An emergency whose time has come, which nobody has ended or prolonged: residents see nothing, perhaps without water. */
const FORGOTTEN = `a.kind = 'emergency' AND a.ended_at IS NULL AND a.ends_at <= $1 AND a.over_at > $1::timestamptz - interval '1 day'`;

/** How much there is of each, and how much has been forgotten. */
export interface AnnouncementCounts {
  readonly current: number;
  readonly coming: number;
  readonly forgotten: number;
}

export interface House {
  readonly id: string;
  readonly address: string;
}

/** An announcement with what the office reads beside it. */
export interface ListedAnnouncement extends OfficeAnnouncement {
  readonly houses: number;
  readonly where: string | null;
  readonly forgotten: boolean;
  readonly author: string | null;
  readonly ender: string | null;
  readonly asks: number;
  readonly letters: number;
  /** Whether letters are still being written. */
  readonly writing: boolean;
  readonly requests: number;
}

const LISTED = `a.*, ${FORGOTTEN} AS forgotten, s.name AS author, e.name AS ender, p.houses, p.where,
  (SELECT count(*)::integer FROM announcement_asks k WHERE k.announcement_id = a.id) AS asks,
  coalesce(m.letters, 0)::integer AS letters, coalesce(m.writing, false) AS writing
  FROM announcements a
  LEFT JOIN staff_names s ON s.id = a.published_by LEFT JOIN staff_names e ON e.id = a.ended_by
  LEFT JOIN LATERAL (SELECT count(*)::integer AS houses,
    (array_agg(concat_ws(', ', h.address, nullif(k.entrances, '')) ORDER BY h.address COLLATE ru_numeric))[1] AS "where"
    FROM announcement_places k JOIN house_addresses h ON h.id = k.house_id WHERE k.announcement_id = a.id) p ON true
  LEFT JOIN LATERAL (SELECT sum(letters) AS letters, bool_or(done_at IS NULL) AS writing
    FROM announcement_mailings WHERE announcement_id = a.id) m ON true`;

/** What the office reads of announcements. */
@Injectable()
export class OfficeAnnouncements {
  constructor(
    private readonly database: DataSource,
    private readonly linked: LinkedRequests,
    private readonly clock: Clock,
  ) {}

  async counts(): Promise<AnnouncementCounts> {
    const row = await one<AnnouncementCounts>(
      this.database,
      `SELECT count(*) FILTER (WHERE ${SHOWS.current.where})::integer AS current,
              count(*) FILTER (WHERE ${SHOWS.coming.where})::integer AS coming,
              count(*) FILTER (WHERE ${FORGOTTEN})::integer AS forgotten
       FROM announcements a WHERE a.over_at > $1::timestamptz - interval '1 day'`,
      [this.clock.now()],
    );
    return row!;
  }

  /** A page of a list, and whether there is another. */
  async list(show: Show, page: number): Promise<{ rows: ListedAnnouncement[]; more: boolean }> {
    const { where, order } = SHOWS[show];
    // What has been forgotten stands among what is now.
    const asked = show === 'current' ? `(${where} OR ${FORGOTTEN})` : where;
    const found = await rowsOf<ListedAnnouncement>(
      this.database,
      `SELECT ${LISTED} WHERE ${asked} ORDER BY ${order}, a.id OFFSET $2 LIMIT ${PAGE + 1}`,
      [this.clock.now(), (page - 1) * PAGE],
    );
    const rows = await this.withRequests(found.slice(0, PAGE));
    return { rows, more: found.length > PAGE };
  }

  async find(id: string): Promise<ListedAnnouncement | undefined> {
    const found = await rowsOf<ListedAnnouncement>(this.database, `SELECT ${LISTED} WHERE a.id = $2`, [
      this.clock.now(),
      id,
    ]);
    return (await this.withRequests(found))[0];
  }

  /** Addresses that an announcement is for, with entrances. */
  async placesOf(id: string): Promise<string[]> {
    const rows = await rowsOf<{ place: string }>(
      this.database,
      `SELECT concat_ws(', ', h.address, nullif(k.entrances, '')) AS place
       FROM announcement_places k JOIN house_addresses h ON h.id = k.house_id
       WHERE k.announcement_id = $1 ORDER BY h.address COLLATE ru_numeric`,
      [id],
    );
    return rows.map(({ place }) => place);
  }

  /** Houses with these ids, of which some may be gone. */
  houses(ids: readonly string[]): Promise<House[]> {
    return rowsOf<House>(
      this.database,
      'SELECT id, address FROM house_addresses WHERE id = ANY ($1) ORDER BY address COLLATE ru_numeric',
      [ids],
    );
  }

  /** Houses whose addresses hold each of these words; one more than are shown, where there are so many. */
  findHouses(words: string): Promise<House[]> {
    const patterns = words
      .split(/[\s,.]+/)
      .filter(Boolean)
      .slice(0, 10)
      .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);
    return rowsOf<House>(
      this.database,
      `SELECT id, address FROM house_addresses WHERE address ILIKE ALL ($1::text[])
       ORDER BY address COLLATE ru_numeric LIMIT ${MOST_SHOWN_HOUSES + 1}`,
      [patterns],
    );
  }

  private async withRequests(rows: readonly ListedAnnouncement[]): Promise<ListedAnnouncement[]> {
    const counts = await this.linked.counts(rows.map(({ id }) => id));
    return rows.map((row) => ({ ...row, requests: counts.get(row.id) ?? 0 }));
  }
}
