import type { Request } from 'express';
import type { PanelNotice } from './first-page.js';
import type { PanelPerson, PanelStaff } from './person.js';

/** A change of a record, as people name it. */
export interface PanelChange {
  /** What was done, in words. */
  readonly action: string;
  readonly who: string;
  readonly at: Date;
}

/** A line of the journal, in words. */
export interface PanelLine extends PanelChange {
  readonly id: string;
  /** What it tells besides; may be empty. */
  readonly details: string;
}

/** Lines about others: what the journal calls them, a select of their ids over the id `$2`, and which of their lines. */
export interface JournalPart {
  readonly kind: string;
  readonly ids: string;
  readonly where?: string;
  /** What such a line tells here, by its action, in SQL over the line `e` and the id `$2`: not what it tells on its own page. */
  readonly details?: Readonly<Record<string, string>>;
}

/** Lines of the journal: about which record, and where it is not the record itself, doing what, with which details. */
export interface Told {
  readonly kind: string;
  readonly id: string;
  readonly action?: string;
  readonly details?: Record<string, unknown>;
  /** Others whose lines belong to it. */
  readonly others?: readonly JournalPart[];
}

/** What the panel asks of the office around it: who is there, and the journal. */
export abstract class PanelOffice {
  /** Reads session, role and dismissal anew at each request. */
  abstract current(request: Request): Promise<PanelStaff | undefined>;

  /** Ends the session and clears its cookie. */
  abstract signOut(request: Request): Promise<void>;

  /** What somebody should do about their own way in. */
  abstract notices(staff: PanelStaff): Promise<readonly PanelNotice[]>;

  /** Somebody was refused, with this status; what they asked for, in words, where it has a name. */
  abstract refused(status: number, what: string | undefined, person: PanelPerson): Promise<void>;

  /** Somebody opens the card of a resident. */
  abstract viewed(userId: string, person: PanelPerson): Promise<void>;

  /** A list has left as a file: which, how many rows, with which filters. */
  abstract downloaded(list: Record<string, unknown>, person: PanelPerson): Promise<void>;

  /** The same on paper. */
  abstract printed(list: Record<string, unknown>, person: PanelPerson): Promise<void>;

  /** The last change that the journal tells of so; with a version the one that made it, where the journal names it. */
  abstract lastChange(told: Told, version?: string): Promise<PanelChange | undefined>;

  /** The last lines about a record before the line with an id, so many at most. */
  abstract history(told: Told, most: number, before?: string): Promise<PanelLine[]>;

  /** What has taken rights away since they signed in from whoever makes the request, or was the last here to sign in. */
  abstract lostRights(request: Request): Promise<PanelChange | undefined>;
}
