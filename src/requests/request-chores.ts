import { type Chore, chore } from '../core/chores.js';
import type { RequestWork } from './request-work.service.js';
import { REOPEN_DAYS } from './states.js';

/** What becomes of requests with time: they close by themselves, and are forgotten with all that was said about them. */
export function requestChores(work: RequestWork, keepYears: number): Chore[] {
  return [
    {
      name: 'requests that close by themselves',
      find: `SELECT id AS key FROM service_requests
        WHERE state = 'completed' AND finished_at < now() - interval '${REOPEN_DAYS} days' ORDER BY finished_at LIMIT $1`,
      each: (id) => work.closeByItself(id),
    },
    // As long as the rules for dispatch services have them kept; photos of forgotten requests are swept as files without a row.
    chore('requests', {
      ...{ table: 'service_requests', key: 'id', by: 'closed_at' },
      where: `closed_at < date_trunc('day', now()) - make_interval(years => ${keepYears})`,
      told: 'заявки',
    }),
  ];
}
