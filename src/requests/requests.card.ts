import { Inject, Injectable } from '@nestjs/common';
import type { Pool } from 'pg';
import { type CardBlock, type CardDefinition, type CardJob, CardPart } from '../accounts/card/card-part.js';
import type { FlatCard } from '../accounts/card/flat-card.js';
import { Clock } from '../core/clock.js';
import type { Config } from '../core/config.js';
import { Prepared } from '../core/database.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { DISPATCHERS, type PanelPerson, RECEPTION } from '../panel/person.js';
import { when } from '../text/moments.js';
import { REQUEST_STATES, type RequestState } from './states.js';

/** Of the newest; those before stand in the record of the account. */
const MOST = 12;

const REQUESTS = new Prepared<{
  id: string;
  number: string;
  title: string;
  state: RequestState;
  registered_at: Date;
  due_at: Date | null;
}>(
  'requests of a card',
  `SELECT r.id, r.number, k.title, r.state, r.registered_at, r.due_at
   FROM service_requests r JOIN request_categories k ON k.id = r.category WHERE r.account_id = $1
   ORDER BY r.due_at IS NULL, r.registered_at DESC LIMIT ${MOST}`,
);

/** «Заявки и обращения»: requests of the flat, open ones first, and the way to a new one. */
@CardPart()
@Injectable()
export class RequestsCard implements CardDefinition {
  readonly roles = RECEPTION;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly clock: Clock,
  ) {}

  async blocks({ id }: FlatCard, { staff }: PanelPerson): Promise<CardBlock[]> {
    const works = DISPATCHERS.some((role) => role === staff.role);
    const now = this.clock.now();
    const rows = await REQUESTS.rows(this.pool, id);
    return [
      {
        ...{ title: 'Заявки и обращения', column: 2, place: 2, shown: 4 },
        lines: rows.map(({ id: request, number, title, state, registered_at: at, due_at: due }) => ({
          ...{ at, waits: due !== null },
          title,
          href: works ? `/office/requests/${request}` : `/admin/resources/requests/records/${request}/show`,
          ...(due !== null && due < now
            ? { state: 'просрочена', tone: 'late' as const }
            : { state: REQUEST_STATES[state].office, ...(due === null && { tone: 'calm' as const }) }),
          notes: [`№\u00a0${number}, ${when(at, now, this.config.timeZone)}`],
        })),
        empty: 'Заявок не было.',
      },
    ];
  }

  async closing(accountId: string): Promise<string[]> {
    const open = (await REQUESTS.rows(this.pool, accountId)).filter(({ due_at: due }) => due !== null);
    return open.map(
      ({ number, title }) => `Открытая заявка №\u00a0${number} («${title}») останется у диспетчера.`,
    );
  }

  jobs({ id }: FlatCard): CardJob[] {
    return [{ label: 'Заявка', href: `/office/requests/new?account=${id}`, place: 6, key: 'KeyY' }];
  }
}
