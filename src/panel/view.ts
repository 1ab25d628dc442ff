import type { PanelColumn, PanelField, PanelOption, PanelOutcome, PanelResource } from './declaration.js';
import type { Tried } from './understood.js';

/** The types that the server and the components in the browser share; nothing here exists at run time. */

export interface ColumnView {
  name: string;
  label: string;
  type: PanelColumn['type'];
  options?: Record<string, PanelOption>;
  resource?: string;
  sort: boolean;
  /** Left out of lists on narrow screens. */
  aside?: true;
}

export interface ListView {
  label: string;
  /** Under which word it stands in the menu; absent where it does not stand there. */
  group?: string;
  search?: string;
  columns: ColumnView[];
  filters: ColumnView[];
}

export interface RelatedView {
  label: string;
  resource: string;
  by: string;
  columns: ColumnView[];
}

export interface ShowView {
  label: string;
  columns: ColumnView[];
  related: RelatedView[];
  /** Whether the record tells more than its columns, by a report of its own. */
  report: boolean;
  /** Whether the journal speaks of it. */
  history: boolean;
  /** The page of the office where people work with it. */
  desk?: PanelResource['desk'];
}

export type FieldView = { name: string; view?: ColumnView[] } & PanelField;

export interface FormView {
  label: string;
  on: 'record' | 'resource';
  intro?: string;
  help?: { label: string; href: string };
  button: string;
  confirm?: string;
  danger: boolean;
  edits: boolean;
  many: boolean;
  ownPage: boolean;
  /** Whether the form asks the server what it begins with. */
  asks: boolean;
  fields: FieldView[];
}

/** Lines of the journal about a record: when, who, what, and what it tells besides. */
export interface HistoryView {
  rows: string[][];
  /** The line after which older ones follow. */
  more?: string;
}

/** What a form begins with today, and what its choices are called. */
export interface BeginningView {
  values: Record<string, string | undefined>;
  options?: Record<string, Record<string, string> | undefined>;
  /** Said above the fields. */
  notes?: string[];
  /** Fields that are not asked for. */
  without?: string[];
  seen?: string;
}

/** What a form is told that was opened before somebody else changed the record. */
export interface ConflictView {
  /** Who and when, in words. */
  told: string;
  /** The fields that differ, as people read them. */
  rows: { field: string; label: string; was: string; now: string; typed: string }[];
  /** What the form is to carry from now on. */
  version: string;
  /** What a form that is opened now would begin with. */
  values: Record<string, unknown>;
}

/** All that an action may answer. */
export type ActionAnswer = PanelOutcome & { conflict?: ConflictView };

/** A line of the menu that leads to work at `/office`. */
export interface WorkView {
  path: string;
  title: string;
  /** The title of its group; what is needed all day has none. */
  group: string;
  count?: number;
  urgent?: number;
  /** There are more than that. */
  more?: boolean;
}

/** How much waits behind a line of the menu, and how much of it burns. */
export interface Waiting {
  count: number;
  urgent: number;
}

/** What the menu shows besides its words: how much waits, by resource, and the work before the records. */
export interface MenuView {
  counters: Record<string, Waiting>;
  work: WorkView[];
}

export interface RecordView {
  id: string;
  title: string;
  params: Record<string, string | null>;
  recordActions: { name: string; custom: unknown }[];
}

export interface ListAnswer {
  records: RecordView[];
  meta: {
    total: number;
    page: number;
    perPage: number;
    sortBy?: string;
    direction?: 'asc' | 'desc';
    /** What was looked for instead of what was typed. */
    tried?: Tried;
  };
}
