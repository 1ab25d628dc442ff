import type { PanelBoardRow, PanelColumn, PanelField, PanelOption, PanelTone } from '../platform/panel.js';

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
  menu: boolean;
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
}

export type FieldView = { name: string; view?: ColumnView[] } & PanelField;

export interface FormView {
  label: string;
  on: 'record' | 'resource';
  intro?: string;
  button: string;
  confirm?: string;
  danger: boolean;
  ownPage: boolean;
  fields: FieldView[];
}

export interface CardView {
  label: string;
  tone?: PanelTone;
  count: number;
  href: string;
}

export interface BoardView {
  title: string;
  rows: PanelBoardRow[];
}

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
