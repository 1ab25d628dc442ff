import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import type { AccountPage } from '../accounts/accounts.service.js';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { headOf } from './pages/request-view.js';
import { SEEN_BY } from './requests.sql.js';
import type { ServiceRequest } from './service-request.js';

const MOST = 3;

/** Also what the benchmark runs beside us. @public */
export const OPEN_OF_ACCOUNT = new Prepared<ServiceRequest & { what: string }>(
  'open requests of account',
  `SELECT r.*, c.title AS what FROM service_requests r JOIN request_categories c ON c.id = r.category
   WHERE r.account_id = $1 AND r.due_at IS NOT NULL AND ${SEEN_BY('$2')} ORDER BY r.registered_at DESC LIMIT ${MOST}`,
);

/** An open request in a line or two. */
export interface RequestNow {
  readonly id: string;
  readonly what: string;
  readonly state: string;
}

/** What is being done in a flat now, for the page of its account; a tenant sees what was asked for by that tenant. */
@Injectable()
export class RequestsNow {
  constructor(
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async of({ id, may }: AccountPage, userId: string): Promise<RequestNow[]> {
    if (!may.requests) return [];
    const now = this.clock.now();
    return (await OPEN_OF_ACCOUNT.rows(this.pool, id, userId)).map((request) => ({
      id: request.id,
      what: request.what,
      state: headOf(request, now, this.config.timeZone).title,
    }));
  }
}
