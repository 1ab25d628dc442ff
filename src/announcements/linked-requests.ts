import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';

/** What the module of requests knows of announcements; it stands to the right and says so when it begins. */
export interface RequestsOfAnnouncements {
  /** Ties open requests of these houses, or of any, to an announcement; gives how many there were. */
  link(
    tx: EntityManager,
    announcementId: string,
    requestIds: readonly string[],
    houses?: readonly string[],
  ): Promise<number>;
  /** How many requests are about each of these announcements; those with none may be left out. */
  counts(announcementIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

/** Requests that announcements answer: «авария: 14 заявок». */
@Injectable()
export class LinkedRequests {
  source?: RequestsOfAnnouncements;

  async link(
    tx: EntityManager,
    announcementId: string,
    requestIds: readonly string[],
    houses?: readonly string[],
  ): Promise<number> {
    if (requestIds.length === 0 || !this.source) return 0;
    return this.source.link(tx, announcementId, requestIds, houses);
  }

  async counts(announcementIds: readonly string[]): Promise<ReadonlyMap<string, number>> {
    if (announcementIds.length === 0 || !this.source) return new Map();
    return this.source.counts(announcementIds);
  }
}
