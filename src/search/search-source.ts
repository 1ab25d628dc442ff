import { DiscoveryService } from '@nestjs/core';
import type { PanelStaff, StaffRole } from '../panel/person.js';

/** An entry that was found, as its module shows it to somebody of the office. */
export interface ShownEntry {
  readonly id: string;
  readonly number: string;
  /** Its page, for whoever asks. */
  readonly href: string;
  readonly title: string;
  readonly address: string;
  readonly at: Date;
  /** How far it is. */
  readonly state: string;
  readonly open: boolean;
  /** What the office may read of it, in the order in which it was said; words are shown from the first that has them. */
  readonly texts: readonly string[];
}

/** What a module lets the office find: a provider of the module, marked as a `SearchPart`. */
export interface SearchSource {
  readonly roles: readonly StaffRole[];
  /** Kinds of entries as `search_entries` has them, and as they are called. */
  readonly kinds: Readonly<Record<string, string>>;
  /** The entry whose number a text is: all of it, or the end of a number of this year. */
  numbered(text: string): Promise<{ readonly id: string; readonly whole: boolean } | undefined>;
  /** Entries by their ids, in any order. */
  shown(ids: readonly string[], staff: PanelStaff): Promise<readonly ShownEntry[]>;
}

/** Marks what a module lets the office find. */
export const SearchPart = DiscoveryService.createDecorator();
