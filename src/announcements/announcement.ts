import type { ServiceName } from './services.js';

/** What is announced: something has failed, works are planned, or news. */
export const KINDS = {
  emergency: 'Авария',
  planned: 'Плановые работы',
  news: 'Новость',
} as const;

export type AnnouncementKind = keyof typeof KINDS;

/** An announcement as residents may read it, by the columns of the table. */
export interface Announcement {
  readonly id: string;
  readonly kind: AnnouncementKind;
  readonly service: ServiceName | null;
  readonly title: string;
  readonly text: string;
  readonly whole_company: boolean;
  readonly starts_at: Date;
  readonly ends_at: Date | null;
  readonly ended_at: Date | null;
}

/** The same for one who reads it: where it is of all places of theirs, and whether they asked to hear of the end. */
export interface ReadAnnouncement extends Announcement {
  /** Addresses of their houses that it is for, with entrances in words. */
  readonly places: readonly { readonly house: string; readonly entrances: string }[];
  readonly asked: boolean;
}

/** Whether residents see it no more. */
export function isOver({ ends_at: ends, ended_at: ended }: Announcement, now: Date): boolean {
  return [ends, ended].some((at) => at !== null && at.getTime() <= now.getTime());
}
