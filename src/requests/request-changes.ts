import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { one, rowsOf, touched } from '../core/query.js';
import { CONFIG } from '../core/tokens.js';
import { RequestLetters } from './request-letters.js';
import type { NewRequestEvent, RequestActor, RequestPhoto, ServiceRequest } from './service-request.js';
import { isOpen } from './states.js';
import { soonAt } from './terms.js';

/** What becomes of a row; what is not named stays. */
export type RequestValues = Partial<Omit<ServiceRequest, 'id' | 'number' | 'version' | 'due_at' | 'soon_at'>>;

/** What changes in a request, and what is told of it. */
export interface RequestChange {
  readonly set?: RequestValues;
  readonly events: readonly NewRequestEvent[];
  /** Hung on the last event. */
  readonly photos?: readonly RequestPhoto[];
}

/** What decides which term burns next. */
type Burning = Pick<
  ServiceRequest,
  'state' | 'registered_at' | 'first_due' | 'first_done_at' | 'fix_due' | 'deferred_until'
>;

/** How a change ended: done, too late (somebody else has changed the request since), impossible now, or no such request. */
export type RequestOutcome =
  | { readonly kind: 'done'; readonly request: ServiceRequest; readonly eventId: string }
  | { readonly kind: 'stale'; readonly request: ServiceRequest }
  | { readonly kind: 'refused'; readonly request: ServiceRequest; readonly why: string }
  | { readonly kind: 'missing' };

/** Decides over a locked request: what changes, or why nothing can. */
export type Decide = (
  request: ServiceRequest,
  tx: EntityManager,
) => RequestChange | string | Promise<RequestChange | string>;

/** Changes requests: one lock, one version, one set of events and at most one letter for each change. */
@Injectable()
export class RequestChanges {
  constructor(
    private readonly database: DataSource,
    private readonly letters: RequestLetters,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** In a transaction of its own. With a version, only the request that was seen is changed. */
  change(id: string, decide: Decide, version?: number): Promise<RequestOutcome> {
    return this.database.transaction((tx) => this.changeIn(tx, id, decide, version));
  }

  /** The same, and then what it means for each open request that was merged into this one. */
  changeAll(
    id: string,
    decide: Decide,
    news: (child: ServiceRequest, parent: ServiceRequest) => RequestChange | string,
    version?: number,
  ): Promise<RequestOutcome> {
    return this.database.transaction(async (tx) => {
      const outcome = await this.changeIn(tx, id, decide, version);
      if (outcome.kind !== 'done') return outcome;
      for (const child of await this.childrenOf(tx, id)) {
        await this.changeIn(tx, child, (request) => news(request, outcome.request));
      }
      return outcome;
    });
  }

  /** The same in the transaction of the caller. */
  async changeIn(tx: EntityManager, id: string, decide: Decide, version?: number): Promise<RequestOutcome> {
    const request = await this.lock(tx, id);
    if (!request) return { kind: 'missing' };
    if (version !== undefined && version !== request.version) return { kind: 'stale', request };
    const change = await decide(request, tx);
    if (typeof change === 'string') return { kind: 'refused', request, why: change };
    const changed = change.set ? await this.write(tx, request, change.set) : request;
    const eventId = await this.tell(tx, changed, change);
    return { kind: 'done', request: changed, eventId };
  }

  /** The request, locked until the transaction ends. */
  lock(tx: EntityManager, id: string): Promise<ServiceRequest | undefined> {
    return one<ServiceRequest>(tx, 'SELECT * FROM service_requests WHERE id = $1 FOR UPDATE', [id]);
  }

  /** Writes events with photos, and the letter about the last that residents may read; returns the id of the last event. */
  async tell(tx: EntityManager, request: ServiceRequest, change: RequestChange): Promise<string> {
    const now = this.clock.now();
    let last = '';
    for (const { kind, actor, text = '', details = {}, open } of change.events) {
      const row = await one<{ id: string }>(
        tx,
        `INSERT INTO request_events (request_id, at, kind, actor_kind, actor_id, actor_name, text, details, open)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) RETURNING id`,
        [
          request.id,
          now,
          kind,
          actor.kind,
          actor.id ?? null,
          actor.name,
          text,
          JSON.stringify(actor.form === undefined ? details : { ...details, form: actor.form }),
          open,
        ],
      );
      last = row!.id;
    }
    for (const { file, width, height, bytes } of change.photos ?? []) {
      const { actor } = change.events.at(-1)!;
      await tx.query(
        `INSERT INTO request_photos (request_id, event_id, user_id, file, width, height, bytes, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
        [
          request.id,
          last,
          actor.kind === 'resident' ? (actor.id ?? null) : null,
          file,
          width,
          height,
          bytes,
          now,
        ],
      );
    }
    // Whoever did it knows of it, but a number is to be had in writing; what the portal does by itself is no news.
    const told = change.events.findLast(
      ({ kind, open, actor }) =>
        open && actor.kind !== 'system' && (kind === 'registered' || actor.id !== request.user_id),
    );
    if (told) await this.letters.tell(tx, request, told);
    return last;
  }

  /** Whether a form has been done already: its other half came first. */
  async wasDone(id: string, actor: RequestActor, seen: string): Promise<boolean> {
    if (actor.form === undefined) return false;
    const found = await one(
      this.database,
      `SELECT FROM request_events
       WHERE request_id = $1 AND id > $2::bigint AND actor_id = $3 AND details ->> 'form' = $4 LIMIT 1`,
      [id, seen, actor.id ?? null, actor.form],
    );
    return found !== undefined;
  }

  /** What is to be kept next of a request, and when that begins to be called soon. */
  burning(request: Burning): {
    due_at: Date | null;
    soon_at: Date | null;
  } {
    if (!isOpen(request.state)) return { due_at: null, soon_at: null };
    const first = request.first_done_at === null ? request.first_due : null;
    const due =
      request.state === 'deferred'
        ? request.deferred_until!
        : first && first < request.fix_due
          ? first
          : request.fix_due;
    return { due_at: due, soon_at: soonAt(request.registered_at, due, this.config.requestsSoon) };
  }

  private async write(
    tx: EntityManager,
    request: ServiceRequest,
    set: RequestValues,
  ): Promise<ServiceRequest> {
    const values = { ...set, ...this.burning({ ...request, ...set }) };
    const names = Object.keys(values);
    const places = names.map((name, index) => `${name} = $${index + 2}`).join(', ');
    const [changed] = await touched<ServiceRequest>(
      tx,
      `UPDATE service_requests SET ${places}, version = version + 1 WHERE id = $1 RETURNING *`,
      [request.id, ...Object.values(values)],
    );
    return changed!;
  }

  /** Open requests that were merged into this one, in a fixed order, so that two merges cannot wait for each other. */
  async childrenOf(tx: EntityManager, id: string): Promise<string[]> {
    const rows = await rowsOf<{ id: string }>(
      tx,
      'SELECT id FROM service_requests WHERE parent_id = $1 AND due_at IS NOT NULL ORDER BY id',
      [id],
    );
    return rows.map((row) => row.id);
  }
}
