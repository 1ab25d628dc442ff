import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Config } from '../../core/config.js';
import { connectionOptions, Prepared } from '../../core/database.js';
import { Log } from '../../core/log.js';
import { Periodic } from '../../core/periodic.js';
import { CONFIG, POOL } from '../../core/tokens.js';
import type { RequestEventKind } from '../request-words.js';

/** Something that has happened to a request. */
export interface FeedEvent {
  readonly id: number;
  readonly request_id: string;
  readonly kind: RequestEventKind;
  readonly actor_id: string | null;
}

const COLUMNS = 'id::float8 AS id, request_id, kind, actor_id';
const BY_ID = new Prepared<FeedEvent>(
  'request events by id',
  `SELECT ${COLUMNS} FROM request_events WHERE id = ANY ($1) ORDER BY id`,
);

const AFTER = new Prepared<FeedEvent>(
  'request events after',
  `SELECT ${COLUMNS} FROM request_events WHERE id > $1::bigint ORDER BY id LIMIT $2`,
);

/** Those shortly before an id, which may have been committed after it. */
const BEHIND = new Prepared<FeedEvent>(
  'request events behind',
  `SELECT ${COLUMNS} FROM request_events
   WHERE id > $1::bigint - $2::integer AND id <= $1::bigint
     AND at > (SELECT at FROM request_events WHERE id <= $1::bigint ORDER BY id DESC LIMIT 1) - interval '15 seconds'
   ORDER BY id`,
);
const LATEST = new Prepared<{ id: number }>(
  'latest request events',
  'SELECT id::float8 AS id FROM request_events ORDER BY id DESC LIMIT $1',
);

/** Ids are given before a commit: one may appear so many places behind the last, and a few seconds later than it. */
const OVERLAP = 2000;
const KEPT = 3 * OVERLAP;
/** What nobody was notified of is found by looking. */
const LOOK_MS = 3000;
const REST_MS = 1000;
const PORTION = 1000;

/** Hears of each event of a request once, soon after its commit, on whichever instance that was. */
@Injectable()
export class RequestFeed implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly told = new Set<number>();
  private readonly pending = new Set<number>();
  private readonly looks = new Periodic(() => this.safely(() => this.look()), LOOK_MS);
  private listener?: (events: readonly FeedEvent[]) => void;
  private client?: pg.Client;
  private last?: number;
  private reading?: Promise<void>;
  private listening?: Promise<void>;
  private stopping = false;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POOL) private readonly pool: pg.Pool,
    private readonly log: Log,
  ) {}

  /** The one who wants to hear; called before the start. */
  hear(listener: (events: readonly FeedEvent[]) => void): void {
    this.listener = listener;
  }

  onApplicationBootstrap(): void {
    if (!this.config.background || !this.listener) return;
    this.listening = this.listen();
    this.looks.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await this.looks.stop();
    await this.client?.end().catch(() => undefined);
    await this.listening;
    await this.reading;
  }

  /** The events after one that somebody knows of, and those shortly before it, which they may know; undefined when it is more. */
  async since(id: number, most: number): Promise<FeedEvent[] | undefined> {
    const after = await AFTER.rows(this.pool, id, most + 1);
    return after.length > most ? undefined : [...(await BEHIND.rows(this.pool, id, OVERLAP)), ...after];
  }

  /** Keeps a connection of its own that hears notifications, and makes another one when it breaks. */
  private async listen(): Promise<void> {
    while (!this.stopping) {
      const client = new pg.Client({
        connectionString: this.config.databaseUrl,
        application_name: 'kabinet desk',
        keepAlive: true,
        connectionTimeoutMillis: connectionOptions.connectionTimeoutMillis,
      });
      this.client = client;
      const ended = new Promise<void>((resolve) =>
        client.once('end', resolve).once('error', () => resolve()),
      );
      client.on('error', () => undefined);
      client.on('notification', ({ payload }) => this.notified(Number(payload)));
      try {
        await client.connect();
        await client.query('LISTEN request_events');
        // what was committed while nobody listened
        await this.safely(() => this.look());
        await ended;
      } catch (error) {
        if (!this.stopping) {
          this.log.warn(error instanceof Error ? error.message : error, 'listening to requests');
        }
      }
      await client.end().catch(() => undefined);
      if (!this.stopping) await sleep(REST_MS, undefined, { ref: false });
    }
  }

  private notified(id: number): void {
    if (!Number.isSafeInteger(id)) return;
    this.pending.add(id);
    // Those that come meanwhile are read together by the next.
    this.reading ??= this.safely(() => this.readPending()).finally(() => (this.reading = undefined));
  }

  private async readPending(): Promise<void> {
    while (this.pending.size > 0 && !this.stopping) {
      const ids = [...this.pending].slice(0, PORTION);
      for (const id of ids) this.pending.delete(id);
      this.tell(await BY_ID.rows(this.pool, ids));
    }
  }

  /** Looks for events that no notification has told of. */
  private async look(): Promise<void> {
    if (this.last === undefined) {
      const known = await LATEST.rows(this.pool, OVERLAP);
      for (const { id } of known) this.told.add(id);
      this.last = Math.max(0, ...this.told);
      return;
    }
    this.tell(await BEHIND.rows(this.pool, this.last, OVERLAP));
    for (let found = PORTION; found === PORTION && !this.stopping;) {
      const events = await AFTER.rows(this.pool, this.last, PORTION);
      found = events.length;
      this.tell(events);
    }
  }

  private tell(events: readonly FeedEvent[]): void {
    const news = events.filter(({ id }) => !this.told.has(id));
    if (news.length === 0) return;
    for (const { id } of news) this.told.add(id);
    this.last = Math.max(this.last ?? 0, ...news.map(({ id }) => id));
    if (this.told.size > KEPT + PORTION) {
      for (const id of this.told) if (id < this.last - KEPT) this.told.delete(id);
    }
    this.listener?.(news);
  }

  private async safely(work: () => Promise<void>): Promise<void> {
    await work().catch((error: unknown) => {
      if (!this.stopping) this.log.warn(error instanceof Error ? error.message : error, 'reading requests');
    });
  }
}
