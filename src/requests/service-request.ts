import type { RequestEventKind } from './request-words.js';
import type { RequestActorKind, RequestState } from './states.js';

/** How a request came. */
export type Channel = 'cabinet' | 'phone' | 'office' | 'email' | 'max' | 'gis';

/** A request as it stands in its table. */
export interface ServiceRequest {
  readonly id: string;
  readonly number: string;
  readonly channel: Channel;
  readonly external_number: string;
  readonly registered_at: Date;
  readonly account_id: string | null;
  readonly house_id: string | null;
  readonly address: string;
  readonly user_id: string | null;
  readonly applicant: string;
  readonly phone: string;
  readonly access: string;
  readonly category: string;
  readonly emergency: boolean;
  readonly text: string;
  readonly state: RequestState;
  /** Grows with whatever forms of the office show and change; messages and notes leave it. */
  readonly version: number;
  readonly first_due: Date | null;
  readonly first_done_at: Date | null;
  readonly fix_due: Date;
  readonly deferred_until: Date | null;
  readonly defer_reason: string;
  readonly due_at: Date | null;
  readonly soon_at: Date | null;
  readonly taken_by: string | null;
  readonly executor_id: string | null;
  readonly executor_step: 'accepted' | 'arrived' | null;
  /** When the executor comes, in words: «сегодня до 18:00». */
  readonly comes_at: string;
  readonly started_at: Date | null;
  readonly finished_at: Date | null;
  readonly closed_at: Date | null;
  /** When the last letter about it left. */
  readonly notified_at: Date | null;
  readonly work_done: string;
  readonly materials: string;
  readonly decline_reason: string;
  readonly rating: number | null;
  readonly rating_text: string;
  readonly reopened: number;
  readonly parent_id: string | null;
  readonly announcement_id: string | null;
}

/** Who does something to a request. */
export interface RequestActor {
  readonly kind: RequestActorKind;
  readonly id?: string;
  /** As people of the office read it. */
  readonly name: string;
  /** What tells the form that it is done by from others: the other half of a double click is known by it. */
  readonly form?: string;
}

/** A line to be added to what happened. */
export interface NewRequestEvent {
  readonly kind: RequestEventKind;
  readonly actor: RequestActor;
  readonly text?: string;
  readonly details?: Record<string, unknown>;
  /** Whether residents read it too. */
  readonly open: boolean;
}

/** A photo that is kept already, to be hung on an event. */
export interface RequestPhoto {
  readonly file: string;
  readonly width: number;
  readonly height: number;
  readonly bytes: number;
}
