import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RequestsOfAnnouncements } from '../announcements/linked-requests.js';
import { rowsOf } from '../core/query.js';
import { RequestChanges } from './request-changes.js';
import { isOpen } from './states.js';

/** Ties requests to the announcement that answers them: «авария: 14 заявок». */
@Injectable()
export class AnnouncedRequests implements RequestsOfAnnouncements {
  constructor(
    private readonly database: DataSource,
    private readonly changes: RequestChanges,
  ) {}

  async link(
    tx: EntityManager,
    announcementId: string,
    requestIds: readonly string[],
    houses?: readonly string[],
  ): Promise<number> {
    let linked = 0;
    for (const id of [...new Set(requestIds)].sort()) {
      const outcome = await this.changes.changeIn(tx, id, (request) =>
        isOpen(request.state) &&
        request.announcement_id !== announcementId &&
        (!houses || houses.includes(request.house_id ?? ''))
          ? {
              set: { announcement_id: announcementId },
              // The announcement has letters of its own.
              events: [
                {
                  kind: 'announced',
                  actor: { kind: 'system', name: '' },
                  details: { announcementId },
                  open: true,
                },
              ],
            }
          : 'no need',
      );
      if (outcome.kind === 'done') linked += 1;
    }
    return linked;
  }

  async counts(announcementIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await rowsOf<{ id: string; count: number }>(
      this.database,
      `SELECT announcement_id AS id, count(*)::integer AS count FROM service_requests
       WHERE announcement_id = ANY ($1) GROUP BY 1`,
      [announcementIds],
    );
    return new Map(rows.map(({ id, count }) => [id, count]));
  }
}
