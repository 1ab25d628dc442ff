import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { one, touched } from '../core/query.js';
import { RequestChanges, type RequestOutcome } from './request-changes.js';
import type { RequestActor, ServiceRequest } from './service-request.js';
import { isOpen } from './states.js';

/** Only one merge at a time: two that lead to each other would make a ring. */
const LOCK = "SELECT pg_advisory_xact_lock(hashtext('merge requests'))";

/** Merges requests about the same into one; each keeps its number, its author and its terms. */
@Injectable()
export class RequestMerging {
  constructor(
    private readonly database: DataSource,
    private readonly changes: RequestChanges,
  ) {}

  /** Puts a request, and what was merged into it before, under another one. */
  merge(id: string, intoId: string, actor: RequestActor, version?: number): Promise<RequestOutcome> {
    return this.database.transaction(async (tx): Promise<RequestOutcome> => {
      await tx.query(LOCK);
      const parent = await this.rootOf(tx, intoId);
      if (!parent) return { kind: 'missing' };
      const outcome = await this.changes.changeIn(
        tx,
        id,
        (request) => {
          if (request.id === parent.id || request.parent_id === parent.id) {
            return 'Эти заявки уже объединены';
          }
          if (!isOpen(request.state) || !isOpen(parent.state)) {
            return 'Объединить можно только открытые заявки';
          }
          return {
            set: { parent_id: parent.id },
            events: [{ kind: 'merged', actor, details: { parent: parent.number }, open: true }],
          };
        },
        version,
      );
      if (outcome.kind !== 'done') return outcome;
      await touched(
        tx,
        'UPDATE service_requests SET parent_id = $2, version = version + 1 WHERE parent_id = $1 RETURNING id',
        [id, parent.id],
      );
      const { number, address } = outcome.request;
      await this.changes.tell(tx, parent, {
        events: [{ kind: 'joined', actor, details: { request: number, address }, open: false }],
      });
      return outcome;
    });
  }

  /** Lets a request go its own way again. */
  unmerge(id: string, actor: RequestActor, version?: number): Promise<RequestOutcome> {
    return this.database.transaction(async (tx) => {
      await tx.query(LOCK);
      const child = await one<{ parent_id: string | null }>(
        tx,
        'SELECT parent_id FROM service_requests WHERE id = $1',
        [id],
      );
      // The one above is locked first, as by everybody.
      const parent = child?.parent_id ? await this.changes.lock(tx, child.parent_id) : undefined;
      const outcome = await this.changes.changeIn(
        tx,
        id,
        () =>
          parent
            ? { set: { parent_id: null }, events: [{ kind: 'unmerged', actor, open: false }] }
            : 'Эта заявка ни с чем не объединена',
        version,
      );
      if (outcome.kind === 'done' && parent) {
        const details = { request: outcome.request.number };
        await this.changes.tell(tx, parent, { events: [{ kind: 'unmerged', actor, details, open: false }] });
      }
      return outcome;
    });
  }

  private async rootOf(tx: EntityManager, id: string): Promise<ServiceRequest | undefined> {
    const found = await one<{ id: string }>(
      tx,
      'SELECT coalesce(parent_id, id) AS id FROM service_requests WHERE id = $1',
      [id],
    );
    return found && this.changes.lock(tx, found.id);
  }
}
