import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { POOL } from '../core/tokens.js';
import { RequestChanges, type RequestOutcome } from './request-changes.js';
import { RequestWork } from './request-work.service.js';
import { OWN_REQUESTS_FOUND } from './own-requests.sql.js';
import {
  OPEN_EVENTS_OF_REQUEST,
  OPEN_IN_HOUSE,
  REQUEST_FOR_RESIDENT,
  type RequestEventRow,
  REQUESTS_OF_RESIDENT,
  TOGETHER,
} from './requests.sql.js';
import type { RequestActor, RequestPhoto, ServiceRequest } from './service-request.js';

const PAGE = 20;
const MOST_FOUND = 50;
const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff';
const FAR_AHEAD = new Date('9999-01-01');

/** Requests as residents see them: their own and those of their accounts; others do not exist. */
@Injectable()
export class ResidentRequests {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly work: RequestWork,
    private readonly changes: RequestChanges,
  ) {}

  /** A page of the list, the newest first; the next begins before the last of this one. */
  list(userId: string, before?: { registeredAt: Date; id: string }): Promise<ServiceRequest[]> {
    const { registeredAt, id } = before ?? { registeredAt: FAR_AHEAD, id: LAST_ID };
    return REQUESTS_OF_RESIDENT.rows(this.pool, userId, registeredAt, id, PAGE);
  }

  /** The newest of the list that have these words in what the resident may read; where none has, those that have their beginning. */
  async search(userId: string, text: string): Promise<ServiceRequest[]> {
    const found = await OWN_REQUESTS_FOUND.rows(this.pool, userId, text, MOST_FOUND);
    return found.length > 0 ? found : OWN_REQUESTS_FOUND.rows(this.pool, userId, `${text}*`, MOST_FOUND);
  }

  /**
   * A request with what residents may read of what happened; undefined where it is missing or foreign. Whoever is `gone`
   * from the flat reads their own as it stood then.
   */
  async find(
    userId: string,
    id: string,
  ): Promise<{ request: ServiceRequest; events: RequestEventRow[]; gone: boolean } | undefined> {
    const request = await REQUEST_FOR_RESIDENT.first(this.pool, id, userId);
    if (!request) return undefined;
    const events = await OPEN_EVENTS_OF_REQUEST.rows(this.pool, id, request.gone_at);
    return { request, events, gone: request.gone_at !== null };
  }

  /** How many flats report the same as a request, this one included. */
  async together({ id, parent_id: parent }: ServiceRequest): Promise<number> {
    return (await TOGETHER.first(this.pool, parent ?? id))!.count;
  }

  /** What is broken in a house already, without names. */
  openInHouse(houseId: string, userId: string): ReturnType<typeof OPEN_IN_HOUSE.rows> {
    return OPEN_IN_HOUSE.rows(this.pool, houseId, userId);
  }

  /** «Не сделано»: the request is open again, with the reason. */
  reopen(
    id: string,
    reason: string,
    photos: readonly RequestPhoto[],
    actor: RequestActor,
  ): Promise<RequestOutcome> {
    return this.work.move(id, 'reopen', actor, { text: reason, photos });
  }

  /** A mark from 1 to 5, which closes what is done. */
  rate(id: string, rating: number, text: string, actor: RequestActor): Promise<RequestOutcome> {
    return this.work.move(id, 'close', actor, {
      text,
      set: { rating, rating_text: text },
      details: { rating },
    });
  }

  /** Whether the other half of a double click has done it already. */
  wasDone(id: string, actor: RequestActor): Promise<boolean> {
    return actor.form === '' ? Promise.resolve(false) : this.changes.wasDone(id, actor, '0');
  }
}
