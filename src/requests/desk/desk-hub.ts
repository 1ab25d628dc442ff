import {
  type BeforeApplicationShutdown,
  Injectable,
  type OnApplicationBootstrap,
  type OnModuleInit,
} from '@nestjs/common';
import type { Response } from 'express';
import { Periodic } from '../../core/periodic.js';
import { Log } from '../../core/log.js';
import { Templates } from '../../web/templates.js';
import { rowShown } from './desk-row.js';
import { counted, Desk } from './desk.service.js';
import { DeskStream, type Told } from './desk-stream.js';
import type { DeskRow } from './desk.sql.js';
import { OutageProposals } from './outage-proposals.js';
import { type FeedEvent, RequestFeed } from './request-feed.js';

const PING_MS = 15_000;
/** Numbers of tabs and proposals are told no more often. */
const NUMBERS_MS = 3000;
const SESSIONS_MS = 10_000;
/** Whoever has missed more opens the page anew. */
const MOST_MISSED = 500;
/** Windows of one person, and of all. */
const MOST_OF_ONE = 10;
const MOST_STREAMS = 2000;

/** Tells all open desks what happens: each event is read once and its row is drawn once, however many look. */
@Injectable()
export class DeskHub implements OnModuleInit, OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly streams = new Set<DeskStream>();
  private readonly pings = new Periodic(() => Promise.resolve(this.ping()), PING_MS);
  private readonly numbers = new Periodic(() => this.tellNumbers(), NUMBERS_MS);
  private readonly sessions = new Periodic(() => this.checkSessions(), SESSIONS_MS);
  private telling = Promise.resolve();
  private changed = true;
  private looks = 0;
  private proposal = '';
  private stopping = false;

  constructor(
    private readonly feed: RequestFeed,
    private readonly desk: Desk,
    private readonly proposals: OutageProposals,
    private readonly templates: Templates,
    private readonly log: Log,
  ) {}

  /** How many desks are open here. */
  get size(): number {
    return this.streams.size;
  }

  onModuleInit(): void {
    this.feed.hear((events) => this.heard(events));
  }

  onApplicationBootstrap(): void {
    for (const work of [this.pings, this.numbers, this.sessions]) work.start();
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    for (const stream of this.streams) stream.end();
    await Promise.all([this.pings, this.numbers, this.sessions].map((work) => work.stop()));
    await this.telling;
  }

  /** Opens a stream to a browser that knows of all events up to one; false when there is no room or no time for it. */
  async open(
    response: Response,
    staffId: string,
    after: number | undefined,
    allowed: () => Promise<boolean>,
  ): Promise<boolean> {
    if (this.stopping || this.streams.size >= MOST_STREAMS) return false;
    const own = [...this.streams].filter((stream) => stream.staffId === staffId);
    if (own.length >= MOST_OF_ONE) own[0]!.end();
    const stream = new DeskStream(response, staffId, allowed);
    // Before the past is read: what happens meanwhile waits in the stream.
    this.streams.add(stream);
    response.once('close', () => this.streams.delete(stream));
    const missed = after === undefined ? [] : await this.since(after).catch(() => undefined);
    stream.begin(missed);
    return true;
  }

  /** What has happened since an event, ready to be told; undefined when that is too much. */
  async since(after: number): Promise<Told[] | undefined> {
    const events = await this.feed.since(after, MOST_MISSED);
    return events && this.toldOf(events);
  }

  private heard(events: readonly FeedEvent[]): void {
    this.changed = true;
    if (this.streams.size === 0) return;
    // One after another, so that a later state is never told before an earlier one.
    this.telling = this.telling.then(() =>
      this.tell(events).catch((error: unknown) => {
        this.log.warn(error instanceof Error ? error.message : error, 'telling the desks');
        // They ask again for what they have not heard.
        for (const stream of this.streams) stream.end();
      }),
    );
  }

  private async tell(events: readonly FeedEvent[]): Promise<void> {
    const told = await this.toldOf(events);
    for (const stream of this.streams) stream.tell(told);
  }

  private async toldOf(events: readonly FeedEvent[]): Promise<Told[]> {
    if (events.length === 0) return [];
    const rows = await this.desk.rows([...new Set(events.map((event) => event.request_id))]);
    const drawn = new Map(rows.map((row) => [row.id, this.drawn(row)]));
    return events.flatMap(({ id, kind, request_id: request, actor_id: by }) => {
      const row = drawn.get(request);
      return row ? [{ id, kind, request, by, row }] : [];
    });
  }

  private drawn(row: DeskRow): object {
    const shown = rowShown(row, this.desk.shown());
    return {
      ...{ html: this.templates.render('partials/desk-row', shown, {}), due: shown.due, soon: shown.soon },
      ...{ house: row.house_id, kind: row.category, state: row.state, executor: row.executor_id },
      ...{ taken: row.taken_by, parent: row.parent_id, emergency: row.emergency, number: row.number },
      address: shown.address,
    };
  }

  private ping(): void {
    const { now } = this.desk.shown();
    for (const stream of this.streams) stream.write(`: ping\nevent: time\ndata: ${now.getTime()}\n\n`);
  }

  /** The numbers of the tabs, when something has happened, and now and then since time goes on. */
  private async tellNumbers(): Promise<void> {
    this.looks += 1;
    if (this.streams.size === 0 || (!this.changed && this.looks % 5 !== 0)) return;
    this.changed = false;
    try {
      const counts = await this.desk.waiting('00000000-0000-0000-0000-000000000000');
      const mine = await this.desk.takenBy([...new Set([...this.streams].map(({ staffId }) => staffId))]);
      const [all, late, soon, deferred] = [counts.all, counts.late, counts.soon, counts.deferred].map(
        counted,
      );
      for (const stream of this.streams) {
        const numbers = { all, late, soon, deferred, mine: counted(mine.get(stream.staffId) ?? 0) };
        stream.number(`event: counts\ndata: ${JSON.stringify(numbers)}\n\n`);
      }
      const proposals = await this.proposals.now();
      const data = { proposal: proposals[0], moreProposals: proposals.length - 1 };
      const html = this.templates.render('partials/desk-proposals', data, {});
      if (html !== this.proposal) {
        this.proposal = html;
        for (const stream of this.streams) {
          stream.write(`event: proposals\ndata: ${JSON.stringify(html)}\n\n`);
        }
      }
    } catch (error) {
      this.changed = true;
      this.log.warn(error instanceof Error ? error.message : error, 'numbers of the desk');
    }
  }

  /** A stream lives no longer than the session that opened it. */
  private async checkSessions(): Promise<void> {
    for (const stream of this.streams) {
      if (this.stopping) return;
      // While nobody can be asked, it stays.
      const allowed = await stream.allowed().catch(() => true);
      if (!allowed) stream.end('event: ended\ndata: {}\n\n');
    }
  }
}
