import { DiscoveryService } from '@nestjs/core';
import type { PanelStaff, StaffRole } from '../panel/person.js';
import type { Tried } from '../panel/understood.js';
import type { Part } from './marked.js';

/** A line of what the one field offers: a flat, a house, a person, a payment. */
export interface LookupRow {
  readonly href: string;
  readonly title: readonly Part[];
  readonly note: string;
  readonly state?: string;
  readonly tone?: 'late' | 'soon' | 'calm';
  /** Mostly of the kind that was meant: Enter chooses the first of them, and opens it at once where it is sure. */
  readonly likely?: true;
  /** Named whole, or the only one found: Enter opens it. */
  readonly sure?: 'exact' | 'only';
  /** What Ctrl + Enter opens: the receipt of a flat. */
  readonly receipt?: string;
}

/** What is offered of one kind. */
export interface LookupGroup {
  readonly title: string;
  /** People, of whom one may live where one flat is found. */
  readonly people?: true;
  readonly rows: readonly LookupRow[];
}

/** What a module offers for what was typed. */
export interface LookupAnswer {
  readonly groups: readonly LookupGroup[];
  /** What was looked for instead, where nothing was found for what was typed. */
  readonly tried?: Tried;
}

/** What a module lets the one field of the office find at once: a provider of the module, marked as a `LookupPart`. */
export interface Lookup {
  readonly roles: readonly StaffRole[];
  /** What is found, told to whoever may not find it: «платежи». */
  readonly finds: string;
  /** What may be typed to find it, told to whoever has found nothing: «адрес («лесная 4 5»)». */
  readonly asked: string;
  /** Its place among the others, from the top. */
  readonly place: number;
  /** What whoever has found nothing may make instead. */
  readonly make?: { readonly label: string; readonly href: string; readonly roles: readonly StaffRole[] };
  /** As it was typed. */
  find(text: string, staff: PanelStaff, most: number): Promise<LookupAnswer>;
  /** What else it may mean, asked for only where nobody has found anything. */
  otherwise?(text: string, staff: PanelStaff, most: number): Promise<LookupAnswer>;
}

/** Marks what a module lets the one field of the office find. */
export const LookupPart = DiscoveryService.createDecorator();
