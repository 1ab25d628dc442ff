import type { DataSource } from 'typeorm';
import type { Actor } from '../audit/audit.js';
import { type TellsChanges, writeChanges } from './changes-file.js';
import { HeadingsRefused, ImportRefused } from './import-refused.js';
import { ImportProgress } from './import-progress.js';
import { type ImportOptions, type ImportReport, type ImportWatch, KEPT_ERRORS } from './import-report.js';
import { type ImportFile, ImportRows, type Intake } from './import-rows.js';
import { ImportSession } from './import-session.js';
import type { RowError } from './row-error.js';
import { placesIn } from './sheet-places.js';
import { shownName } from './shown-name.js';
import { WrongRows } from './wrong-rows.js';

/** So many changed rows make the planner's knowledge of the tables stale. */
const MANY_ROWS = 1000;

/** A file on its way into the database. */
export interface Run<File, Staging, Options> {
  readonly session: ImportSession;
  readonly file: File;
  readonly fileName: string;
  readonly options: Options;
  readonly staging: Staging;
  /** What was found while it was read. */
  readonly rows: { readonly total: number; readonly wrong: number; readonly errors: readonly RowError[] };
  readonly progress: ImportProgress;
  /** Who loads it; nobody for a check. */
  readonly actor: Actor | undefined;
}

/** The rows of a file in temporary tables, where they are compared with the database all at once. */
export interface ImportStaging<Brought> extends Intake<Brought> {
  /** Once compared: row, reason and source of wrong rows that have not been told while the file was read. */
  readonly wrongRows: string;
  /** Once compared: what the file would change, where that is told row by row. */
  readonly changes?: TellsChanges;
}

/**
 * Brings files of one kind into the database: rows are taken in, compared all at once, told of in a report, written in
 * one transaction. A file of which nothing can be used is refused in the report. Modules say what the steps are.
 */
export abstract class FileImport<
  Brought,
  File extends ImportFile<Brought>,
  Staging extends ImportStaging<Brought>,
  Options extends ImportOptions,
  Report extends ImportReport,
> {
  /** The tables that a load changes. */
  protected abstract readonly tables: string;

  constructor(protected readonly database: DataSource) {}

  /** Tells what a load would do, and does nothing. */
  async dryRun(
    path: string,
    fileName: string,
    options: Options,
    watch: ImportWatch<Report> = {},
  ): Promise<Report> {
    return this.read(path, fileName, options, watch);
  }

  /** Loads the file in one transaction, or nothing of it. */
  async load(
    path: string,
    fileName: string,
    actor: Actor,
    options: Options,
    watch: ImportWatch<Report> = {},
  ): Promise<Report> {
    const report = await this.read(path, fileName, options, watch, actor);
    if (this.written(report) >= MANY_ROWS) {
      // autovacuum does it later
      await this.database
        .query('SELECT analyze_tables($1)', [this.tables.split(', ')])
        .catch(() => undefined);
    }
    return report;
  }

  /** Recognises the file and reads its headings. */
  protected abstract open(path: string, fileName: string, options: Options): Promise<File>;
  /** Where its rows are taken in. */
  protected abstract stage(session: ImportSession, file: File): Staging;
  /** Compares all rows with the database, and tells what is to be done. */
  protected abstract compare(run: Run<File, Staging, Options>): Promise<Report>;
  /** Writes what was planned, and the line of the journal; nobody else writes now. */
  protected abstract apply(run: Run<File, Staging, Options>, report: Report, actor: Actor): Promise<Report>;
  /** How many rows there are to write, or have been written. */
  protected abstract written(report: Report): number;
  /** The report on a file of which nothing can be used. */
  abstract refused(fileName: string, refusal: string): Report;

  /** The report on a file whose rows need not be read. */
  protected refusedAtOnce?(file: File, fileName: string): Promise<Report | undefined>;

  /** Whether a load that would change nothing is written down all the same. */
  protected keepsIdle?(report: Report): boolean;

  /** Why the database did not take the rows, where the file or the hour is to blame. */
  protected explained?(error: unknown): string | undefined;

  private async read(
    path: string,
    given: string,
    options: Options,
    watch: ImportWatch<Report>,
    actor?: Actor,
  ): Promise<Report> {
    const fileName = shownName(given);
    let sheets: readonly string[] = [];
    try {
      const file = await this.open(path, fileName, options);
      sheets = file.sheets ?? [];
      const refused = await this.refusedAtOnce?.(file, fileName);
      if (refused) return refused;
      return await ImportSession.run(this.database, actor !== undefined, (session) =>
        this.take(session, file, fileName, options, watch, actor),
      );
    } catch (error) {
      const refusal = error instanceof ImportRefused ? error.message : this.explained?.(error);
      if (refusal === undefined) throw error;
      const seen = error instanceof HeadingsRefused ? error.seen : undefined;
      return { ...this.refused(fileName, placesIn(refusal, sheets)), ...(seen && { seen }) };
    }
  }

  private async take(
    session: ImportSession,
    file: File,
    fileName: string,
    options: Options,
    watch: ImportWatch<Report>,
    actor?: Actor,
  ): Promise<Report> {
    const staging = this.stage(session, file);
    const progress = new ImportProgress((done, goal) => watch.progress?.(done, goal), actor !== undefined);
    const wrong = new WrongRows(file.titles, watch.wrongRows, file.sheets);
    const rows = new ImportRows<Brought>(file, staging, wrong, progress);
    try {
      await session.query(staging.create);
      await session.copy(staging.copy, rows.batches());
      if (rows.total === 0) {
        const only = file.titles.length > 0 ? 'В файле только заголовки столбцов, строк' : 'Строк';
        throw new ImportRefused(`${only} с данными в нём нет`);
      }
      await session.query('ANALYZE incoming');
      progress.staged();
      if (actor) await session.takeTurn();
      const run = { session, file, fileName, options, staging, rows, progress, actor };
      const report = await this.compare(run);
      if (wrong.wanted && report.wrong > 0) await wrong.addAll(session, staging.wrongRows);
      await wrong.close();
      if (watch.changes && staging.changes) await writeChanges(session, staging.changes, watch.changes);
      progress.compared();
      const idle = this.written(report) === 0 && !this.keepsIdle?.(report);
      if (!actor || report.refusal !== undefined || idle) return report;
      const loaded = await this.apply(run, report, actor);
      await watch.loaded?.(session.tx, loaded);
      return loaded;
    } finally {
      wrong.abandon();
    }
  }
}

/** The first errors in the order of the file. */
export function inOrder(...errors: readonly (readonly RowError[])[]): RowError[] {
  return errors
    .flat()
    .sort((one, other) => one.row - other.row)
    .slice(0, KEPT_ERRORS);
}
