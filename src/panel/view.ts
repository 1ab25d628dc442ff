import type {
  PanelBoardRow,
  PanelColumn,
  PanelField,
  PanelOption,
  PanelOutcome,
  PanelTone,
} from './declaration.js';

/** The types that the server and the components in the browser share; nothing here exists at run time. */

export interface ColumnView {
  name: string;
  label: string;
  type: PanelColumn['type'];
  options?: Record<string, PanelOption>;
  resource?: string;
  sort: boolean;
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
}

export type FieldView = { name: string; view?: ColumnView[] } & PanelField;

export interface FormView {
  label: string;
  on: 'record' | 'resource';
  intro?: string;
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

/** What a form begins with today. */
export interface BeginningView {
  values: Record<string, string | undefined>;
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

export interface CardView {
  label: string;
  tone?: PanelTone;
  count: number;
  resource: string;
  href: string;
}

export interface BoardView {
  title: string;
  rows: PanelBoardRow[];
}

/** What stands beside the words of the menu: how much waits, by resource. */
export type CountersView = Record<string, number>;

export interface DashboardView {
  cards: CardView[];
  boards: BoardView[];
}

export interface RecordView {
  id: string;
  title: string;
  params: Record<string, string | null>;
  recordActions: { name: string; custom: unknown }[];
}

export interface ListAnswer {
  records: RecordView[];
  meta: { total: number; page: number; perPage: number; sortBy?: string; direction?: 'asc' | 'desc' };
}
