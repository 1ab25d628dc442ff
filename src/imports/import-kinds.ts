import { Injectable } from '@nestjs/common';
import type { StaffRole } from '../panel/person.js';
import type { Actor } from '../audit/audit.js';
import type { ColumnTable } from './column-table.js';
import type { ImportOptions, ImportReport, ImportWatch } from './import-report.js';
import type { ImportWords } from './import-words.js';

/** How somebody wants a file to be taken, whatever it brings. */
export interface ImportOrder extends ImportOptions {
  /** What the file brings, by a key of `brings`; without it the file itself tells. */
  readonly kind?: string | undefined;
  /** What becomes of what was set by hand and stands otherwise in the file. */
  readonly byHand?: 'keep' | 'overwrite' | undefined;
  /** The sign of the check that somebody has read. */
  readonly read?: string | undefined;
}

/** What a file may bring, and the columns that a profile may name for it. */
export interface Brought {
  readonly title: string;
  readonly columns: Readonly<Record<string, string>>;
  /** The column that is known by a heading. */
  columnOf(title: string): string | undefined;
}

/** What files of a table of columns bring. */
export function brought<Column extends string>(title: string, table: ColumnTable<Column>): Brought {
  return { title, columns: table.titles, columnOf: (heading) => table.columnOf(heading) };
}

/** A kind of imports: who does it, and how it is told of. */
export interface ImportKind<Report extends ImportReport = ImportReport> {
  /** The kind of its jobs. */
  readonly job: string;
  readonly roles: readonly StaffRole[];
  /** The page that takes such files. */
  readonly form: string;
  /** By the words of the command. */
  readonly brings: Readonly<Record<string, Brought>>;
  readonly imports: {
    dryRun(path: string, name: string, order: ImportOrder, watch?: ImportWatch<Report>): Promise<Report>;
    load(
      path: string,
      name: string,
      actor: Actor,
      order: ImportOrder,
      watch?: ImportWatch<Report>,
    ): Promise<Report>;
    refused(fileName: string, refusal: string): Report;
  };
  /** Whether there is something in the file that is not in the portal yet. */
  isUseful(report: Report): boolean;
  /** Whether a refusal only says that all of the file is in the portal already. */
  isSame?(report: Report): boolean;
  /** Whether at least something in it was right. */
  isGood(report: Report): boolean;
  /** What a check of a file or its load has brought, for its page in the panel. */
  words(report: Report, dryRun: boolean, order: ImportOrder): ImportWords;
  /** By what the load can be taken back. */
  undo?(report: Report): string | undefined;
  /** The sign that the load of a checked file is told, so that it does what was read. */
  sign?(report: Report): string | undefined;
}

/** Knows all kinds of imports; each module tells its own when it begins. */
@Injectable()
export class ImportKinds {
  private readonly kinds = new Map<string, ImportKind>();

  add<Report extends ImportReport>(told: ImportKind<Report>): ImportKind {
    // Whatever its reports are, they go round in a circle: from its imports to its own words.
    const kind = told as unknown as ImportKind;
    this.kinds.set(kind.job, kind);
    return kind;
  }

  /** All of them. */
  get all(): readonly ImportKind[] {
    return [...this.kinds.values()];
  }

  /** The kind whose jobs are called so. */
  ofJob(job: string): ImportKind | undefined {
    return this.kinds.get(job);
  }

  /** The kind whose files bring this. */
  bringing(what: string): ImportKind | undefined {
    return this.all.find(({ brings }) => Object.hasOwn(brings, what));
  }

  /** What files may bring that people of a role load. */
  broughtTo(role: StaffRole): Readonly<Record<string, Brought>> {
    const own = this.all.filter(({ roles }) => roles.includes(role));
    return Object.assign({}, ...own.map(({ brings }) => brings)) as Readonly<Record<string, Brought>>;
  }
}
