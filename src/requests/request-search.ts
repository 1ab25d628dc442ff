import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { Clock, yearIn } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { DISPATCHERS, type PanelStaff, RECEPTION } from '../panel/person.js';
import { numberTyped } from '../search/number-typed.js';
import { SearchPart, type SearchSource, type ShownEntry } from '../search/search-source.js';
import { REQUEST_STATES, type RequestState } from './states.js';

const NUMBERED = new Prepared<{ id: string }>(
  'request numbered',
  'SELECT id FROM service_requests WHERE number = $1',
);

const SHOWN = new Prepared<{
  id: string;
  number: string;
  title: string;
  emergency: boolean;
  address: string;
  registered_at: Date;
  state: RequestState;
  open: boolean;
  texts: string[];
}>(
  'requests found',
  `SELECT r.id, r.number, k.title, r.emergency, r.address, r.registered_at, r.state, r.due_at IS NOT NULL AS open,
     ARRAY[r.text, r.work_done] || ARRAY(
       SELECT left(e.text, 4000) FROM request_events e WHERE e.request_id = r.id AND e.text <> '' ORDER BY e.id LIMIT 50)
     || ARRAY[r.decline_reason, r.defer_reason, r.materials, r.rating_text, r.access, concat_ws(', ', nullif(r.applicant, ''), nullif(r.phone, ''))] AS texts
   FROM service_requests r JOIN request_categories k ON k.id = r.category WHERE r.id = ANY ($1)`,
);

/** Requests as the office finds them. */
@SearchPart()
@Injectable()
export class RequestSearch implements SearchSource {
  readonly roles = RECEPTION;
  readonly kinds = { request: 'Заявка' };

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  /** The request whose number a text is. */
  async numbered(text: string): Promise<{ id: string; whole: boolean } | undefined> {
    const typed = numberTyped(text, '', String(yearIn(this.clock.now(), this.config.timeZone)));
    const row = typed && (await NUMBERED.first(this.pool, typed.number));
    return row && { id: row.id, whole: typed.whole };
  }

  /** Requests, with a link to the desk for whoever works there, else to the record. */
  async shown(ids: readonly string[], { role }: PanelStaff): Promise<ShownEntry[]> {
    const works = DISPATCHERS.some((one) => one === role);
    const rows = await SHOWN.rows(this.pool, ids);
    return rows.map(({ id, number, title, emergency, address, registered_at: at, state, open, texts }) => ({
      ...{ id, number, address, at, open, texts },
      title: emergency ? `${title}, авария` : title,
      state: REQUEST_STATES[state].office,
      href: works ? `/office/requests/${id}` : `/admin/resources/requests/records/${id}/show`,
    }));
  }
}
