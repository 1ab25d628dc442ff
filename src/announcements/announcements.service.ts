import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { AuditService } from '../audit/audit.service.js';
import { differences } from '../audit/differences.js';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { isAbsent } from '../core/database-errors.js';
import { one, rowsOf, touched } from '../core/query.js';
import { Random } from '../core/random.js';
import { Secrets } from '../core/secrets.js';
import { CONFIG } from '../core/tokens.js';
import { dateTime } from '../text/russian.js';
import type { Announcement, AnnouncementKind } from './announcement.js';
import { AnnouncementMailings } from './letters/announcement-mailings.js';
import { LinkedRequests } from './linked-requests.js';
import { receivers, type Scope } from './receivers.js';
import type { ServiceName } from './services.js';

/** All that the office knows of an announcement. */
export interface OfficeAnnouncement extends Announcement {
  readonly note: string;
  readonly published_at: Date;
  readonly published_by: string | null;
  readonly ended_by: string | null;
  readonly version: number;
}

/** What is to be announced, checked by the form. */
export interface NewAnnouncement extends Scope {
  readonly kind: AnnouncementKind;
  readonly service: ServiceName | null;
  readonly title: string;
  readonly text: string;
  readonly note: string;
  readonly entrances: string;
  readonly startsAt: Date;
  readonly endsAt: Date | null;
  /** Requests that it answers. */
  readonly requests: readonly string[];
}

/** What may be put right later; houses and kind stay, for letters have told them. */
export interface AnnouncementEdit {
  readonly title: string;
  readonly text: string;
  readonly note: string;
  readonly startsAt: Date;
}

/** What became of a change: done, or somebody was faster, or there is nothing to change. */
export type AnnouncementOutcome =
  | { readonly kind: 'done'; readonly announcement: OfficeAnnouncement }
  | { readonly kind: 'changed'; readonly announcement: OfficeAnnouncement }
  | { readonly kind: 'ended'; readonly announcement: OfficeAnnouncement }
  | { readonly kind: 'missing' };

const EDITED = ['title', 'text', 'note', 'starts_at', 'ends_at'] as const;
const HOUSE = 'announcement_places_house_id_fkey';

/** Publishes, prolongs, ends and edits announcements; each change stands in the journal. */
@Injectable()
export class AnnouncementsService {
  constructor(
    private readonly database: DataSource,
    private readonly mailings: AnnouncementMailings,
    private readonly linked: LinkedRequests,
    private readonly audit: AuditService,
    private readonly secrets: Secrets,
    private readonly random: Random,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** How many residents would get a letter. */
  async countReceivers(kind: AnnouncementKind, { wholeCompany, houses }: Scope): Promise<number> {
    const sql = `SELECT count(*)::integer AS count ${receivers(kind)}`;
    return (await one<{ count: number }>(this.database, sql, [wholeCompany, houses]))!.count;
  }

  /** Publishes, once for each form; gives the id, or undefined where a house is gone. */
  async publish(input: NewAnnouncement, formKey: string, actor: Actor): Promise<string | undefined> {
    const id = this.idFor(formKey, JSON.stringify(input));
    try {
      await this.database.transaction((tx) => this.write(tx, id, input, actor));
    } catch (error) {
      if (isAbsent(error, HOUSE)) return undefined;
      throw error;
    }
    this.mailings.soon();
    return id;
  }

  /** Gives it a new end, or none where that is not known; a letter says so. */
  async prolong(
    id: string,
    endsAt: Date | null,
    version: number,
    actor: Actor,
  ): Promise<AnnouncementOutcome> {
    const outcome = await this.database.transaction(async (tx) => {
      const before = await this.locked(tx, id);
      if (!before) return { kind: 'missing' } as const;
      if (before.ended_at) return { kind: 'ended', announcement: before } as const;
      if (before.ends_at?.getTime() === endsAt?.getTime()) {
        return { kind: 'done', announcement: before } as const;
      }
      if (before.version !== version) return { kind: 'changed', announcement: before } as const;
      const announcement = await this.set(tx, before, { ends_at: endsAt }, 'announcement.prolonged', actor);
      await this.mailings.begin(tx, id, 'prolonged', announcement.version);
      return { kind: 'done', announcement } as const;
    });
    this.mailings.soon();
    return outcome;
  }

  /** Ends it; whoever is second is told who was first. */
  async end(id: string, actor: Actor): Promise<AnnouncementOutcome> {
    const outcome = await this.database.transaction(async (tx) => {
      const before = await this.locked(tx, id);
      if (!before) return { kind: 'missing' } as const;
      if (before.ended_at) return { kind: 'ended', announcement: before } as const;
      const set = { ended_at: this.clock.now(), ended_by: actor.kind === 'staff' ? actor.id : null };
      const announcement = await this.set(tx, before, set, 'announcement.ended', actor);
      await this.mailings.begin(tx, id, 'ended', announcement.version);
      return { kind: 'done', announcement } as const;
    });
    this.mailings.soon();
    return outcome;
  }

  /** Puts words right; no letter says so. */
  async edit(
    id: string,
    edit: AnnouncementEdit,
    version: number,
    actor: Actor,
  ): Promise<AnnouncementOutcome> {
    return this.database.transaction(async (tx) => {
      const before = await this.locked(tx, id);
      if (!before) return { kind: 'missing' };
      const { startsAt, ...texts } = edit;
      const after = { ...before, ...texts, starts_at: startsAt };
      const changed = differences(before, after, EDITED);
      if (Object.keys(changed).length === 0) return { kind: 'done', announcement: before };
      if (before.version !== version) return { kind: 'changed', announcement: before };
      const set = { ...texts, starts_at: startsAt };
      return {
        kind: 'done',
        announcement: await this.set(tx, before, set, 'announcement.changed', actor),
      };
    });
  }

  private async write(tx: EntityManager, id: string, input: NewAnnouncement, actor: Actor): Promise<void> {
    const published = await rowsOf<unknown>(
      tx,
      `INSERT INTO announcements (id, kind, service, title, text, note, whole_company, starts_at, ends_at, published_at, published_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (id) DO NOTHING RETURNING id`,
      [
        ...[id, input.kind, input.service, input.title, input.text, input.note, input.wholeCompany],
        ...[input.startsAt, input.endsAt, this.clock.now(), actor.kind === 'staff' ? actor.id : null],
      ],
    );
    // the other half of a double click
    if (published.length === 0) return;
    await tx.query(
      `INSERT INTO announcement_places (announcement_id, house_id, entrances)
       SELECT $1, house, $3 FROM unnest($2::uuid[]) house`,
      [id, input.wholeCompany ? [] : input.houses, input.entrances],
    );
    await this.mailings.begin(tx, id, 'published', 1);
    const requests = await this.linked.link(
      tx,
      id,
      input.requests,
      input.wholeCompany ? undefined : input.houses,
    );
    const { kind, title, wholeCompany, houses } = input;
    await this.audit.record(
      tx,
      actor,
      'announcement.published',
      { kind: 'announcement', id },
      { kind, title, requests, version: 1, houses: wholeCompany ? 'all' : houses.length },
    );
  }

  private async set(
    tx: EntityManager,
    before: OfficeAnnouncement,
    set: Record<string, unknown>,
    action: 'announcement.prolonged' | 'announcement.ended' | 'announcement.changed',
    actor: Actor,
  ): Promise<OfficeAnnouncement> {
    const columns = Object.keys(set).map((name, index) => `${name} = $${index + 2}`);
    const [after] = await touched<OfficeAnnouncement>(
      tx,
      `UPDATE announcements SET ${columns.join(', ')}, version = version + 1 WHERE id = $1 RETURNING *`,
      [before.id, ...Object.values(set)],
    );
    const details = {
      title: after!.title,
      changed: differences(this.told(before), this.told(after!), EDITED),
      version: after!.version,
    };
    await this.audit.record(tx, actor, action, { kind: 'announcement', id: before.id }, details);
    return after!;
  }

  /** Moments as people of the office read them in the journal. */
  private told(it: OfficeAnnouncement): Record<string, unknown> {
    const words = (at: Date | null): string => (at ? dateTime(at, this.config.timeZone) : '');
    return { ...it, starts_at: words(it.starts_at), ends_at: words(it.ends_at) };
  }

  private locked(tx: EntityManager, id: string): Promise<OfficeAnnouncement | undefined> {
    return one<OfficeAnnouncement>(tx, 'SELECT * FROM announcements WHERE id = $1 FOR UPDATE', [id]);
  }

  /** The same form sent twice makes the same announcement; the same form with other words another one. */
  private idFor(key: string, content: string): string {
    const seed = key === '' ? this.random.token(16) : key;
    const hex = this.secrets.mac('announcement', `${seed} ${content}`).toString('hex');
    return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join(
      '-',
    );
  }
}
