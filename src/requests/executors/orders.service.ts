import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Prepared } from '../../core/database.js';
import { POOL } from '../../core/tokens.js';
import { RequestChanges, type RequestOutcome } from '../request-changes.js';
import { RequestWork } from '../request-work.service.js';
import type { RequestActor, RequestPhoto, ServiceRequest } from '../service-request.js';
import { isOpen } from '../states.js';

/** Why an executor cannot do what was ordered. */
export const CANNOT = {
  access: 'Не попал в помещение',
  part: 'Нет нужной детали',
  'not-ours': 'Это не наша работа',
  other: 'Другая причина',
} as const;

/** An order as its executor sees it. */
export interface Order extends ServiceRequest {
  readonly category_title: string;
  readonly photos: { id: string; width: number; height: number }[];
}

const ORDER = `
  SELECT r.*, c.title AS category_title,
         coalesce((SELECT json_agg(json_build_object('id', p.id, 'width', p.width, 'height', p.height) ORDER BY p.created_at, p.id)
                   FROM request_photos p WHERE p.request_id = r.id), '[]') AS photos
  FROM service_requests r JOIN request_categories c ON c.id = r.category WHERE r.executor_id = $1`;

const ORDERS = new Prepared<Order>(
  'orders of executor',
  `(${ORDER} AND r.due_at IS NOT NULL ORDER BY r.due_at, r.id LIMIT 100)
   UNION ALL (${ORDER} AND r.finished_at > $2 ORDER BY r.finished_at DESC LIMIT 30)`,
);
const ONE_ORDER = new Prepared<Order>(
  'order of executor',
  `${ORDER} AND r.id = $2 AND (r.due_at IS NOT NULL OR r.finished_at > $3)`,
);

const GIVEN_ONCE = new Prepared<object>(
  'given to executor',
  `SELECT FROM request_events WHERE request_id = $1
     AND ((kind = 'assigned' AND details->>'executorId' = $2) OR (actor_kind = 'executor' AND actor_id::text = $2)) LIMIT 1`,
);

const DAY_MS = 86_400_000;

/** What executors see and do: their own orders that are open, and those they have finished within a day. */
@Injectable()
export class Orders {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly changes: RequestChanges,
    private readonly work: RequestWork,
  ) {}

  /** Orders of an executor, the most urgent first, then what is finished. */
  of(executorId: string, now: Date): Promise<Order[]> {
    return ORDERS.rows(this.pool, executorId, new Date(now.getTime() - DAY_MS));
  }

  /** One of them; undefined where it is missing or somebody else's. */
  find(executorId: string, id: string, now: Date): Promise<Order | undefined> {
    return ONE_ORDER.first(this.pool, executorId, id, new Date(now.getTime() - DAY_MS));
  }

  /** Whether the other half of a double tap has done it already. */
  wasDone(id: string, actor: RequestActor): Promise<boolean> {
    return actor.form ? this.changes.wasDone(id, actor, '0') : Promise.resolve(false);
  }

  /** Whether a request was given to this executor once. */
  async wasTheirs(id: string, executorId: string): Promise<boolean> {
    return (await GIVEN_ONCE.first(this.pool, id, executorId)) !== undefined;
  }

  /** «Принято» and «На месте», each once; a second tap changes nothing. */
  step(id: string, step: 'accepted' | 'arrived', actor: RequestActor): Promise<RequestOutcome> {
    let isNew = false;
    return this.changes.changeAll(
      id,
      (request) => {
        if (request.executor_id !== actor.id) return NOT_YOURS;
        if (!isOpen(request.state)) return 'По этой заявке работа уже закончена';
        isNew = request.executor_step !== step && request.executor_step !== 'arrived';
        return isNew
          ? { set: { executor_step: step }, events: [{ kind: step, actor, open: true }] }
          : { events: [] };
      },
      (_child, { number }) =>
        isNew ? { events: [{ kind: step, actor, details: { parent: number }, open: true }] } : 'no news',
    );
  }

  /** «Сделано», with what was done. */
  done(
    id: string,
    done: { text: string; materials: string; photos: readonly RequestPhoto[] },
    actor: RequestActor,
  ): Promise<RequestOutcome> {
    const { text, materials, photos } = done;
    const only = (request: ServiceRequest) => (request.executor_id === actor.id ? undefined : NOT_YOURS);
    return this.work.move(id, 'complete', actor, {
      ...{ text, photos, only },
      set: { work_done: text, materials },
      details: { materials },
    });
  }

  /** «Не могу сделать»: the order goes back to the dispatcher, with the reason. */
  cannot(
    id: string,
    reason: keyof typeof CANNOT,
    text: string,
    actor: RequestActor,
  ): Promise<RequestOutcome> {
    return this.changes.change(id, (request) => {
      if (request.executor_id !== actor.id) return NOT_YOURS;
      if (!isOpen(request.state)) return 'По этой заявке работа уже закончена';
      const words = [CANNOT[reason], text].filter(Boolean).join('. ');
      return {
        set: { executor_id: null, executor_step: null, comes_at: '' },
        // Who was not at home should know that somebody came.
        events: [{ kind: 'cannot', actor, text: words, details: { reason }, open: reason === 'access' }],
      };
    });
  }
}

const NOT_YOURS = 'Эту заявку передали другому мастеру';
