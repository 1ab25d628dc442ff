import { Prepared } from '../core/database.js';
import type { AppealEventKind } from './appeal-words.js';
import type { AppealActorKind } from './appeal-states.js';

/** A line of the timeline. */
export interface AppealEventRow {
  readonly id: string;
  readonly at: Date;
  readonly kind: AppealEventKind;
  readonly actor_kind: AppealActorKind;
  readonly actor_id: string | null;
  readonly actor_name: string;
  readonly text: string;
  readonly details: Record<string, unknown>;
  readonly open: boolean;
}

/** A file with the event that brought it. */
export interface AppealFileRow {
  readonly id: string;
  readonly event_id: string;
  readonly kind: 'photo' | 'pdf';
  readonly name: string;
  readonly bytes: number;
  readonly width: number | null;
  readonly height: number | null;
}

const EVENT = 'e.id, e.at, e.kind, e.actor_kind, e.actor_id, e.actor_name, e.text, e.details, e.open';

/** What the author of an entry may read of what happened, from the beginning. */
export const OPEN_EVENTS = new Prepared<AppealEventRow>(
  'open events of appeal',
  `SELECT ${EVENT} FROM appeal_events e WHERE e.appeal_id = $1 AND e.open ORDER BY e.id`,
);

/** What happened to an entry before an event, or all of it with 0: the newest $3, the newest first. */
export const NEWEST_EVENTS = new Prepared<AppealEventRow>(
  'newest events of appeal',
  `SELECT ${EVENT} FROM appeal_events e WHERE e.appeal_id = $1 AND ($2::bigint = 0 OR e.id < $2::bigint)
   ORDER BY e.id DESC LIMIT $3`,
);

/** The first event of an entry, the last, and the last of the kinds that are always told, however long its history is. */
export const LANDMARKS = new Prepared<AppealEventRow>(
  'landmarks of appeal',
  `SELECT ${EVENT} FROM appeal_events e WHERE e.id IN (
     SELECT min(id) FROM appeal_events WHERE appeal_id = $1
     UNION SELECT max(id) FROM appeal_events WHERE appeal_id = $1
     UNION SELECT max(id) FROM appeal_events WHERE appeal_id = $1 AND kind IN ('answered', 'matched', 'posted') GROUP BY kind)
   ORDER BY e.id`,
);

const FILE = 'f.id, f.event_id, f.kind, f.name, f.bytes, f.width, f.height';

/** The files of an entry that its author may see. */
export const OPEN_FILES = new Prepared<AppealFileRow>(
  'open files of appeal',
  `SELECT ${FILE} FROM appeal_files f JOIN appeal_events e ON e.id = f.event_id
   WHERE f.appeal_id = $1 AND e.open ORDER BY f.event_id, f.created_at, f.id`,
);

/** The files that came with events. */
export const FILES_OF_EVENTS = new Prepared<AppealFileRow>(
  'files of events of appeal',
  `SELECT ${FILE} FROM appeal_files f WHERE f.event_id = ANY ($1::bigint[]) ORDER BY f.event_id, f.created_at, f.id`,
);
