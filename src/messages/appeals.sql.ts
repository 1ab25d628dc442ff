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

/** All that happened to an entry, from the beginning. */
export const EVENTS = new Prepared<AppealEventRow>(
  'events of appeal',
  `SELECT ${EVENT} FROM appeal_events e WHERE e.appeal_id = $1 ORDER BY e.id`,
);

/** The files of an entry; with true only those that its author may see. */
export const FILES_OF_EVENTS = new Prepared<AppealFileRow>(
  'files of appeal',
  `SELECT f.id, f.event_id, f.kind, f.name, f.bytes, f.width, f.height
   FROM appeal_files f JOIN appeal_events e ON e.id = f.event_id
   WHERE f.appeal_id = $1 AND (e.open OR NOT $2::boolean) ORDER BY f.event_id, f.created_at, f.id`,
);
