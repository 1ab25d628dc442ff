import { DiscoveryService } from '@nestjs/core';
import type { PanelBoard, PanelCard, PanelTone } from './first-page.js';
import type { PanelPage } from './panel-page.js';
import type { JournalPart } from './panel-office.js';
import type { PanelPerson, PanelStaff, StaffRole } from './person.js';
import type { Understood } from './understood.js';

export type { PanelTone } from './first-page.js';

/** One value of an enum column: the word people see and its colour. */
export interface PanelOption {
  label: string;
  tone?: PanelTone;
}

interface ColumnBase {
  label: string;
  /** SQL expression over `from`; money in kopecks, date-times as timestamptz. */
  sql: string;
  /** How it is written for people, where it is looked for and put in order as it is kept. */
  shownSql?: string;
  /** Columns are on the record's page unless this says no, in lists only if `list` says yes. */
  show?: false;
  list?: true;
  /** Of a column of a list: left out of it where the screen is narrow, and still told by the record and the workbook. */
  aside?: true;
  filter?: true;
  sort?: true;
  /** Of a sortable column: records without a value stand last, an order that plain indexes do not give. */
  nullable?: true;
  /** The search box looks through this text too: a filter on it narrows what the search's index finds. */
  searched?: true;
  /** Another expression with the same order, one that has an index. */
  orderSql?: string;
}

/** A column that may leave the server; what is not declared never does. */
export type PanelColumn = ColumnBase &
  /** Of a `month` the first day; of a `balance` kopecks, positive when they are owed: its label says so. */
  (
    | { type: 'text' | 'money' | 'balance' | 'date' | 'month' | 'datetime' | 'boolean' }
    | { type: 'number'; unit?: string }
    /** How many rows and what they add up to: a number and kopecks with a space between; the number may be missing. */
    | { type: 'rows' }
    /** `where` says of an option the same as `sql = value`, in words that an index can serve. */
    | { type: 'enum'; options: Record<string, PanelOption & { where?: string }> }
    | { type: 'reference'; resource: string; idSql: string; idType?: 'number' }
  );

/** Records of another resource whose reference column `by` points at this record. */
interface PanelRelated {
  label: string;
  resource: string;
  by: string;
}

/** What a record's page tells besides its columns: how far a long work is, and what came out of it. */
export interface PanelReport {
  /** Asked for again and again while this is so. */
  busy: boolean;
  progress?: { done: number; goal: number; text: string };
  /** Said in colour above the rest. */
  message?: { tone: PanelTone; text: string };
  lines?: string[];
  tables?: { caption: string; head: string[]; rows: string[][] }[];
  /** Files to save, by addresses below `/admin`. */
  downloads?: { label: string; url: string }[];
  /** Where to go from here; the first is what most people want. */
  links?: { label: string; to: string }[];
}

/** The groups of the menu, in its order. */
export const PANEL_GROUPS = {
  window: 'Окно',
  meters: 'Счетчики',
  money: 'Деньги',
  exchange: 'Обмен',
  management: 'Управление',
} as const;

/** A group of the menu. */
type PanelGroup = keyof typeof PANEL_GROUPS;

/** What staff see of one kind of records and what they may do with them. */
export interface PanelResource {
  /** Stands in the address: `/admin/resources/<id>`. */
  id: string;
  /** The menu's word, in the plural. */
  label: string;
  /** Who may list and open; its menu and its counters are theirs only. */
  roles: readonly StaffRole[];
  /** Where it stands in the menu; absent for records that are reached only from others. */
  menu?: { group: PanelGroup; place: number };
  /** The page of the office where people work with such a record; its id is put at the end of the address. */
  desk?: { label: string; path: string };
  /** `false` for records that are only listed: what there is to know stands in the list. */
  page?: false;
  /** What stands after FROM, joins included. */
  from: string;
  /** The one table of these that has a row for each record: what asks for nothing else is counted there, without the joins. */
  base?: string;
  idSql: string;
  idType?: 'uuid' | 'number';
  /** What tells records with the same place in the order apart, where `idSql` has no index; the id unless said. */
  tieSql?: string;
  /** The column whose value names a record. */
  title: string;
  /** SQL of the number that grows whenever what forms show of a record changes; where actions edit records. */
  version?: string;
  /** What the journal calls these records, or how it tells of one in its lines about another: columns name the values. */
  journal?: string | { kind: string; id: string; action?: string; details?: Record<string, string> };
  /** Others whose lines of the journal belong to its history. */
  histories?: JournalPart[];
  columns: Record<string, PanelColumn>;
  sort: { column: string; direction: 'asc' | 'desc' };
  /** One search box; both get the placeholder of an escaped `%pattern%`. `ids` are selects that indexes serve. */
  search?: {
    hint: string;
    where: (pattern: string) => string;
    ids?: (pattern: string) => string[];
    /** Of the journal: a select of the ids of its lines about those records of a kind whose ids a select gives. */
    about?: (kind: string, ids: string) => string;
    /** What to look for when this was typed. */
    meant?: (typed: string) => string;
    /** What else it may mean, asked of the one search of the office; `stands` says whether something holds it as it was typed. */
    understood?: (typed: string, stands: boolean) => Promise<Understood | undefined>;
  };
  /** Narrows what this person may see; `bind` turns a value into a placeholder. */
  only?(staff: PanelStaff, bind: (value: unknown) => string): string | undefined;
  related?: PanelRelated[];
  cards?: PanelCard[];
  board?: PanelBoard;
  report?(id: string): Promise<PanelReport | undefined>;
  actions?: Record<string, PanelAction>;
}

/** What a module may add to a resource of a module below it. */
export type PanelAddition = Partial<Pick<PanelResource, 'columns' | 'actions' | 'related' | 'histories'>>;

/** A module's part of the panel: a class of its `*.admin.ts`, marked as a `PanelPart` and provided by the module. */
export interface PanelDefinition {
  resource?(): PanelResource;
  /** What it adds to resources of modules below it, by their ids: they must not know it. */
  additions?(): Record<string, PanelAddition>;
  pages?(): PanelPage[];
}

/** Marks a module's part of the panel, which finds it by this. */
export const PanelPart = DiscoveryService.createDecorator();

interface FieldBase {
  label: string;
  hint?: string;
  required?: boolean;
  /** The column of the record that the field starts with. */
  from?: string;
}

/** A field of an action's form. */
export type PanelField = FieldBase &
  (
    | { type: 'text' | 'textarea'; max?: number }
    /** Of whoever does it, asked for anew; taken as it was typed. */
    | { type: 'password' }
    | { type: 'number'; min: number; max: number; initial?: number }
    | { type: 'select'; options: Record<string, string>; initial?: string }
    /** Ticked, it stands for the field that it names, which is not asked for then. */
    | { type: 'checkbox'; initial?: true; insteadOf?: string }
    /** `2026-10`. */
    | { type: 'month' }
    /** `2026-10-31`. */
    | { type: 'date'; initial?: 'today' }
    /** `offer` is a column of the record that tells what to look for first, with commas between; `only` are filters of the list. */
    | {
        type: 'records';
        resource: string;
        max: number;
        offer?: string;
        only?: Readonly<Record<string, string>>;
      }
    /**
     * With `spool` the file is kept on the disk until the action ends: it may be larger than memory should hold.
     * `tooLarge` is what to do with a larger one, where dividing it is no help.
     */
    | { type: 'file'; accept: string; maxBytes: number; spool?: true; tooLarge?: string }
  );

export type PanelFields = Record<string, PanelField>;

/** A file that came with a form. */
export interface PanelFile {
  name: string;
  data: Buffer;
}

/** One that is kept on the disk; it goes away when the action has ended. */
export interface PanelUpload {
  name: string;
  path: string;
}

type Value<F extends PanelField> = F['type'] extends 'checkbox'
  ? boolean
  : F['type'] extends 'records'
    ? string[]
    : F['type'] extends 'number'
      ? F['required'] extends true
        ? number
        : number | undefined
      : F['type'] extends 'file'
        ? | (F extends { spool: true } ? PanelUpload : PanelFile)
          | (F['required'] extends true ? never : undefined)
        : string;

/** Checked values of a form: texts are trimmed, an empty text is ''. */
type PanelInput<F extends PanelFields> = { [K in keyof F]: Value<F[K]> };

/** Who does it, to which record, from where. */
export interface PanelContext extends PanelPerson {
  /** Empty for an action of the whole resource. */
  recordId: string;
  /** The version of the record that the form was opened with; 0, which no record has, where it told none. */
  version: number;
  /** True when the person has seen `result.confirm` and pressed it. */
  confirmed: boolean;
  /** What `result.seen` said of the dry run that was confirmed, or the form when it was opened; '' where neither said anything. */
  seen: string;
}

/** What the person sees afterwards, once: it is not kept anywhere. */
export interface PanelResult {
  title: string;
  lines?: string[];
  /** Shown in big type, such as a code word with its account. */
  words?: { value: string; note?: string }[];
  table?: { head: string[]; rows: string[][] };
  copyText?: string;
  /** A page to print; with `fields` it is opened by a POST, so that nothing stands in the address. */
  print?: { label: string; url: string; fields?: Record<string, string> };
  /** Makes the result a dry run: the button with this word sends the form again, `confirmed`. */
  confirm?: string;
  /** Of a dry run: what it was compared with, such as a version; comes back as `context.seen`. */
  seen?: string;
}

/** The answer of an action: refused at fields ('' is the form itself), done, or done with something to show. */
export interface PanelOutcome {
  errors?: Record<string, string>;
  message?: string;
  redirect?: string;
  result?: PanelResult;
  /** Of an action that edits: the record has another version by now, and nothing was done. */
  stale?: true;
}

/** What a form tells when it is opened about the record as it is now. */
interface PanelOpening {
  /** Said in colour above the fields. */
  notes: string[];
  /** Fields that make no sense for this record. */
  without?: string[];
  /** What the notes were made of; comes back as `context.seen`. */
  seen?: string;
}

/** A named change, called by POST only; it calls the same service as the rest of the product. */
export interface PanelAction<F extends PanelFields = PanelFields> {
  label: string;
  on: 'record' | 'resource';
  roles: readonly StaffRole[];
  /** What will happen, in one sentence above the form. */
  intro?: string;
  /** A page that tells more, for whoever does not know what is wanted. */
  help?: { label: string; href: string };
  fields?: F;
  /** The form class whose rules the values must keep, where the portal or a command asks for the same. */
  form?: new () => object;
  /** What fields begin with, asked each time that the form is opened; the id is empty for an action of the whole resource. */
  initial?(recordId: string): Promise<{ [K in keyof F]?: string }>;
  /** What choices are called where they say a number, asked each time that the form is opened: by field and choice. */
  options?(recordId: string): Promise<{ [K in keyof F]?: Record<string, string> }>;
  /** What stands in the way of this record or should be known first, asked each time that the form is opened. */
  opening?(recordId: string): Promise<PanelOpening>;
  /** The word on the button; the label unless said otherwise. */
  button?: string;
  /** A question to answer «да» before it is sent. */
  confirm?: string;
  danger?: true;
  /** Its form changes what a record says: it carries the version it was opened with, and the second of two people is told. */
  edits?: true;
  /** May be done to ticked rows of a list too, one after another: it takes the same fields for each and edits none of its values. */
  many?: true;
  /** Stands before the actions of the resource's own module: what people mostly come for. */
  first?: true;
  /** Stands on the record's own page only, not beside the record in lists on other pages. */
  ownPage?: true;
  /** Whether it makes sense for this record and this person; the values are those of the declared columns. */
  when?(row: Record<string, unknown>, staff: { readonly id: string }): boolean;
  run(input: PanelInput<F>, context: PanelContext): Promise<PanelOutcome>;
}

/** Whether a text holds the pattern in any letter case, ё as е: first by an index on search_key, then exactly. */
export function matches(sql: string, pattern: string): string {
  const folded = (text: string) => `translate(lower((${text})::text COLLATE "ru-x-icu"), 'ё', 'е')`;
  return `(search_key(${sql}) LIKE search_key(${pattern}::text) AND ${folded(sql)} LIKE ${folded(pattern)})`;
}

/** Lets TypeScript know the types of `input` from the declared fields. */
export function panelAction<const F extends PanelFields>(action: PanelAction<F>): PanelAction {
  return action;
}

/** The same fields for something new: they begin empty. */
export function fresh<F extends PanelFields>(fields: F): { [K in keyof F]: Omit<F[K], 'from'> } {
  const entries = Object.entries(fields).map(([name, { from: _from, ...field }]) => [name, field]);
  return Object.fromEntries(entries) as { [K in keyof F]: Omit<F[K], 'from'> };
}
