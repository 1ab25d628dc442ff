import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { DataSource } from 'typeorm';
import { Clock, secondsAfter } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { rowsOf } from '../core/query.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { nonBreaking } from '../text/russian.js';
import { dayAndTime } from '../text/moments.js';
import { isOver, type ReadAnnouncement } from './announcement.js';
import { type AnnouncementWords, announcementWords } from './announcement-words.js';
import {
  ALL_OF_USER,
  CURRENT_OF_ACCOUNT,
  CURRENT_OF_USER,
  ONE_OF_USER,
  OUTAGES_OF_HOUSE,
} from './announcements.sql.js';

/** The list shows what was over at most so long ago. */
const PAST_SECONDS = 30 * 86_400;
const LONG_AGO = new Date(0);
const NOBODY = '00000000-0000-0000-0000-000000000000';

/** An announcement as a page shows it. */
export interface ShownAnnouncement extends AnnouncementWords {
  readonly id: string;
  readonly news: boolean;
  readonly service: string | null;
  readonly text: string;
  readonly where: readonly string[];
  readonly over: boolean;
  readonly asked: boolean;
  /** Whether one may ask to hear of the end: of what is off, or is about to be. */
  readonly mayAsk: boolean;
  readonly since: string;
}

/** Announcements as residents see them: those of their houses; others do not exist. What is over disappears by itself. */
@Injectable()
export class ResidentAnnouncements {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly database: DataSource,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** What concerns the house of an account now; whose account it is has been asked before. */
  async ofAccount(accountId: string, userId: string): Promise<ShownAnnouncement[]> {
    const now = this.clock.now();
    return this.shown(await CURRENT_OF_ACCOUNT.rows(this.pool, accountId, now, userId), now);
  }

  /** What concerns the houses of a resident now. */
  async ofResident(userId: string): Promise<ShownAnnouncement[]> {
    const now = this.clock.now();
    return this.shown(await CURRENT_OF_USER.rows(this.pool, userId, now), now);
  }

  /** What is off in a house or is about to be, for whoever is going to report it; that of a category comes first. */
  async announcementsBefore(
    houseId: string,
    userId = NOBODY,
    category?: string,
  ): Promise<ShownAnnouncement[]> {
    const now = this.clock.now();
    const found = this.shown(await OUTAGES_OF_HOUSE.rows(this.pool, houseId, now, userId), now);
    return found.sort((one, other) => Number(other.service === category) - Number(one.service === category));
  }

  /** All of a resident's houses: what is now, what will be, and what was over within thirty days. */
  async list(userId: string): Promise<ShownAnnouncement[]> {
    const now = this.clock.now();
    return this.shown(await ALL_OF_USER.rows(this.pool, userId, secondsAfter(now, -PAST_SECONDS), now), now);
  }

  /** One of them; undefined where it is missing or of a foreign house. */
  async find(userId: string, id: string): Promise<ShownAnnouncement | undefined> {
    const row = await ONE_OF_USER.first(this.pool, userId, LONG_AGO, id);
    return row && this.shown([row], this.clock.now())[0];
  }

  /** «Сообщить мне, когда дадут»: once, however often it is pressed. Undefined where there is no such announcement, false where it is over. */
  async ask(userId: string, id: string): Promise<boolean | undefined> {
    const found = await this.find(userId, id);
    if (!found) return undefined;
    if (!found.mayAsk) return false;
    await rowsOf(
      this.database,
      `INSERT INTO announcement_asks (announcement_id, user_id, asked_at)
       SELECT id, $2, $3 FROM announcements WHERE id = $1 AND ended_at IS NULL
       ON CONFLICT DO NOTHING RETURNING user_id`,
      [id, userId, this.clock.now()],
    );
    return true;
  }

  private shown(rows: readonly ReadAnnouncement[], now: Date): ShownAnnouncement[] {
    const { timeZone } = this.config;
    return rows.map((row) => {
      const over = isOver(row, now);
      const news = row.kind === 'news';
      return {
        ...announcementWords(row, now, timeZone),
        ...{ id: row.id, service: row.service, text: row.text, news, over, asked: row.asked },
        where: row.places.map(({ house, entrances }) =>
          [nonBreaking(house), entrances].filter(Boolean).join(', '),
        ),
        mayAsk: !news && !over,
        since: dayAndTime(row.starts_at, now, timeZone),
      };
    });
  }
}
