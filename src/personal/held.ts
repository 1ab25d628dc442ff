import { INVITATIONS_DATA, LINKS_DATA } from '../accounts/links-personal.sql.js';
import { LOADS_DATA } from '../accounts/import/loads-personal.sql.js';
import { ASKS_DATA } from '../announcements/asks-personal.sql.js';
import { JOURNAL_DATA } from '../audit/audit-personal.sql.js';
import { AUTH_DATA } from '../auth/auth-personal.sql.js';
import type { PersonalData } from '../core/personal-data.js';
import { LETTERS_DATA } from '../mail/letters-personal.sql.js';
import { APPEALS_DATA } from '../messages/appeals-personal.sql.js';
import { NOTIFICATIONS_DATA } from '../notifications/notifications-personal.sql.js';
import { READINGS_DATA } from '../readings/readings-personal.sql.js';
import { REQUESTS_DATA } from '../requests/requests-personal.sql.js';
import { DEEDS_DATA } from '../residents/deeds-personal.sql.js';
import { USERS_DATA } from '../users/users-personal.sql.js';

/** What all modules have about residents, in the order in which people read it. */
export const PERSONAL_DATA: readonly PersonalData[] = [
  USERS_DATA,
  LINKS_DATA,
  INVITATIONS_DATA,
  LOADS_DATA,
  AUTH_DATA,
  NOTIFICATIONS_DATA,
  READINGS_DATA,
  REQUESTS_DATA,
  APPEALS_DATA,
  ASKS_DATA,
  LETTERS_DATA,
  DEEDS_DATA,
  JOURNAL_DATA,
];

/** A value of a row; times come as dates, days as texts like «2026-11-30». */
export type HeldValue = string | number | boolean | Date | null;

/** What is held about a resident under one title. */
export interface HeldSection {
  readonly key: string;
  readonly title: string;
  readonly rows: readonly Readonly<Record<string, HeldValue>>[];
  /** Whether there is more than is told. */
  readonly more: boolean;
}
