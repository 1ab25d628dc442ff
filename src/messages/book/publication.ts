import type { AppealKind } from '../appeal.js';
import type { SAID } from '../appeal-words.js';

/** How an answered entry stands towards the book. */
export const PUBLICATION_STATES = {
  waiting: 'ждёт решения',
  published: 'опубликовано',
  removed: 'убрано из книги',
  refused: 'решено не публиковать',
  withdrawn: 'автор отозвал разрешение',
} as const;
export type PublicationState = keyof typeof PUBLICATION_STATES;

/** A row of the lists of a moderator. */
export interface ListedPublication {
  readonly id: string;
  readonly number: string;
  readonly kind: AppealKind;
  readonly title: string;
  readonly answered_at: Date;
  readonly state: PublicationState;
  readonly decided_at: Date | null;
  readonly decider: string | null;
}

/** All that a moderator works with on one entry. */
export interface OpenPublication extends ListedPublication {
  /** «3.1»: of the entry and of its publication. */
  readonly versions: string;
  readonly text: string;
  readonly publish: boolean;
  readonly registered_at: Date;
  /** The day from which its term runs. */
  readonly received_day: string;
  readonly first_answered_at: Date;
  /** Street and house of the entry, without a flat; empty where the house is not known. */
  readonly house: string;
  /** What is published now; empty texts where nothing is. */
  readonly published: {
    readonly title: string;
    readonly question: string;
    readonly answer: string;
    readonly signed: string;
    readonly place: string;
  };
}

/** A piece of the conversation that its author has read, or written. */
export interface SaidPiece {
  readonly kind: (typeof SAID)[number];
  readonly at: Date;
  readonly text: string;
  readonly signed: string;
}

/** A decision about an entry, as its timeline keeps it. */
export interface PublicationEvent {
  readonly at: Date;
  readonly kind: 'published' | 'unpublished' | 'not-published' | 'consent';
  readonly actor_name: string;
  readonly text: string;
}
