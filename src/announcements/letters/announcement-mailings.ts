import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { Log } from '../../core/log.js';
import { Periodic } from '../../core/periodic.js';
import { one, rowsOf } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { MailService } from '../../mail/mail.service.js';
import { type Announcement, isOver } from '../announcement.js';
import { endReceivers, PLACES_OF_RECEIVER, receivers, told } from '../receivers.js';
import { AnnouncementLetters, type Receiver } from './announcement-letters.js';

const LOOK_MS = 5_000;
/** So many letters are written in one transaction. */
const PORTION = 1000;

/** What a mailing tells: that there is something, that it ends at another time, that it is over. */
export type MailingKind = 'published' | 'prolonged' | 'ended';

interface Mailing {
  readonly announcement_id: string;
  readonly kind: MailingKind;
  readonly version: number;
  readonly reached: string;
}

const KEY = 'announcement_id = $1 AND kind = $2 AND version = $3';

/**
 * Writes letters to everybody whom an announcement concerns: portion by portion, each in a short transaction that also
 * says how far it is. Whoever publishes waits for none of it, and a start after a fall goes on where it was.
 */
@Injectable()
export class AnnouncementMailings implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly looks = new Periodic(() => this.look(), LOOK_MS);

  constructor(
    private readonly database: DataSource,
    private readonly mail: MailService,
    private readonly letters: AnnouncementLetters,
    private readonly clock: Clock,
    private readonly log: Log,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.background) this.looks.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.looks.stop();
  }

  /** Plans a mailing within the transaction of the change that it tells of. */
  async begin(tx: EntityManager, announcementId: string, kind: MailingKind, version: number): Promise<void> {
    await tx.query('INSERT INTO announcement_mailings (announcement_id, kind, version) VALUES ($1, $2, $3)', [
      announcementId,
      kind,
      version,
    ]);
  }

  /** After the commit: there is something to write. */
  soon(): void {
    if (this.config.background) this.looks.now();
  }

  private async look(): Promise<void> {
    await this.write().catch((error: unknown) => this.log.error(error, 'announcements'));
  }

  private async write(): Promise<void> {
    const waiting = await rowsOf<Mailing>(
      this.database,
      'SELECT announcement_id, kind, version FROM announcement_mailings WHERE done_at IS NULL ORDER BY announcement_id, version',
    );
    for (const mailing of waiting) {
      while (!this.looks.stopping && (await this.database.transaction((tx) => this.portion(tx, mailing))));
    }
  }

  /** True where there is more to write. */
  private async portion(
    tx: EntityManager,
    { announcement_id: id, kind, version }: Mailing,
  ): Promise<boolean> {
    const key = [id, kind, version];
    const mailing = await one<Mailing>(
      tx,
      `SELECT * FROM announcement_mailings WHERE ${KEY} AND done_at IS NULL FOR UPDATE SKIP LOCKED`,
      key,
    );
    if (!mailing) return false;
    const it = (await one<Announcement>(tx, 'SELECT * FROM announcements WHERE id = $1', [id]))!;
    const stale = kind !== 'ended' && isOver(it, this.clock.now());
    const found = stale ? [] : await this.next(tx, it, mailing);
    const letters = await this.queue(tx, it, mailing, found);
    const last = found.length === PORTION ? found.at(-1)!.id : undefined;
    await tx.query(
      `UPDATE announcement_mailings SET letters = letters + $4, reached = coalesce($5, reached),
         done_at = CASE WHEN $5::uuid IS NULL THEN $6::timestamptz END WHERE ${KEY}`,
      [...key, letters, last ?? null, this.clock.now()],
    );
    return last !== undefined;
  }

  private async next(tx: EntityManager, it: Announcement, { kind, reached }: Mailing): Promise<Receiver[]> {
    const houses = await rowsOf<{ house_id: string }>(
      tx,
      'SELECT house_id FROM announcement_places WHERE announcement_id = $1',
      [it.id],
    );
    const calledOff = it.ended_at !== null && it.ended_at < it.starts_at;
    const from =
      kind === 'ended' ? endReceivers(it.kind, it.kind === 'emergency' || calledOff) : receivers(it.kind);
    return rowsOf<Receiver>(
      tx,
      `SELECT u.id, u.public_no, u.email, u.full_name, ${kind === 'prolonged' ? told(it.kind) : 'false'} AS told,
         ${PLACES_OF_RECEIVER} AS places ${from} AND u.id > $3 ORDER BY u.id LIMIT ${PORTION}`,
      [it.whole_company, houses.map(({ house_id: house }) => house), reached, it.id],
    );
  }

  /** Who has not got the first letter yet gets it with the new end; the others a letter about that. */
  private async queue(
    tx: EntityManager,
    it: Announcement,
    { kind, version }: Mailing,
    found: readonly Receiver[],
  ): Promise<number> {
    if (kind === 'ended') {
      return this.mail.queueMany(tx, 'announcement-ended', this.letters.ended(it, found));
    }
    const letter = it.kind === 'emergency' ? 'outage' : 'announcement';
    const first = this.letters.published(
      it,
      found.filter((one) => !one.told),
    );
    const again = this.letters.prolonged(
      it,
      version,
      found.filter((one) => one.told),
    );
    return (
      (await this.mail.queueMany(tx, letter, first, 'renew')) + (await this.mail.queueMany(tx, letter, again))
    );
  }
}
