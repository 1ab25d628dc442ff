import type { ImportStaging } from '../../imports/file-import.js';
import { KEPT_ERRORS } from '../../imports/import-report.js';
import type { ImportSession } from '../../imports/import-session.js';
import type { RowError } from '../../imports/row-error.js';
import { incomingLine } from './incoming-line.js';
import type { Counts } from './meters-report.js';
import type { MeterRecord, MetersFile, ReadRow } from './meter-records.js';
import { judgeUnusual, type UnusualReading } from './unusual.js';

import * as checks from './checks.sql.js';
import * as incoming from './incoming.sql.js';
import * as readings from './readings.sql.js';
import * as targets from './targets.sql.js';
import * as undo from './meters-undo.sql.js';

/** Beyond it a file is no list of meters of one company. */
const MOST_ROWS = 1_000_000;

/** The rows of a file in temporary tables, where they are compared with meters and readings all at once. */
export class MetersStaging implements ImportStaging<readonly MeterRecord[]> {
  readonly create = `${incoming.CREATE_INCOMING}; ${incoming.CREATE_WRONG}`;
  readonly copy = incoming.COPY_INCOMING;
  readonly wrongRows = incoming.WRONG_ROWS;
  readonly keepsCells = true;
  readonly most = MOST_ROWS;
  /** What is unusual in rows that are loaded. */
  readonly warnings: RowError[] = [];
  readonly notices: string[] = [];
  private item = 0;

  constructor(
    private readonly session: ImportSession,
    private readonly file: MetersFile,
  ) {}

  /** The row as lines of COPY_INCOMING, one for each meter; its cells with the first of them. */
  staged({ row, record }: ReadRow, reason: string | null, source: string | null): string {
    if (reason !== null) return incomingLine(++this.item, row, undefined, reason, source);
    return record!
      .map((one, index) => incomingLine(++this.item, row, one, null, index === 0 ? source : null))
      .join('');
  }

  /** Finds the meters of the rows. */
  async match(today: string): Promise<void> {
    await this.respell();
    await this.session.query(incoming.CREATE_MATCHED);
    await this.session.query(incoming.CREATE_FRESH);
    await this.session.query('ANALYZE matched');
    await this.session.query('ANALYZE fresh');
    await this.session.query(incoming.CREATE_PLANNED, [today]);
    await this.session.query(incoming.INDEX_PLANNED);
    await this.session.query('ANALYZE planned');
  }

  /** Finds what is wrong with rows beside others and beside the database, and what is unusual. */
  async check(): Promise<void> {
    const { bringsMeters: makes } = this.file;
    await this.mark(checks.UNKNOWN_ACCOUNT, 'account');
    await this.mark(checks.UNKNOWN_METER, 'number', makes);
    await this.mark(checks.FOREIGN_METER, 'number', makes);
    await this.mark(checks.OTHER_RESOURCE, 'resource');
    await this.mark(checks.OTHER_NUMBER, 'number', makes);
    await this.mark(checks.OTHER_TARIFFS, 'tariffs');
    await this.mark(checks.FOREIGN_FRESH, 'number');
    await this.mark(checks.SPELT_TWICE, 'number');
    await this.mark(checks.SHARED_NAME, 'meter_id');
    await this.mark(checks.SHARED_GIS, 'gis_number');
    await this.mark(checks.KNOWN_GIS, 'gis_number');
    await this.session.query(targets.CREATE_TARGETS);
    await this.session.query('ANALYZE targets');
    await this.mark(checks.tooLong('reading'), 'value1');
    await this.mark(checks.tooLong('initial_values'), 'initial1');
    await this.mark(checks.BEGINS_ABOVE, 'initial1');
    await this.mark(checks.REMOVED, 'number');
    await this.mark(checks.TOO_SMALL, 'capacity');
    await this.mark(checks.READ_LATER, 'removed_on');
    await this.mark(checks.DOUBLED_METER, 'number');
    await this.mark(checks.DOUBLED_READING, 'value1');
    await this.session.query(readings.CREATE_READINGS);
    await this.session.query('ANALYZE readings');
    await this.judge();
    while ((await this.mark(checks.KNOWN_GIS, 'gis_number')) > 0);
    await this.session.query(readings.DROP_REFUSED);
    // What wrong rows said of their meters does not count.
    await this.session.query(targets.DROP_TARGETS);
    await this.session.query(targets.CREATE_TARGETS);
    await this.session.query('ANALYZE targets');
    await this.tellBeginnings();
  }

  /**
   * From here until the end nobody else writes what is to be written: the rest of the meters stay free, for a large
   * file is checked for minutes. What has come while it was checked stays; false when meters themselves have changed.
   */
  async settle(): Promise<boolean> {
    await this.session.query(readings.LOCK_CHANGED);
    await this.session.query(readings.KEEP_NEWER);
    const changed = await this.session.query(targets.CHANGED_MEANWHILE);
    return changed.length === 0;
  }

  async counts(): Promise<Counts> {
    const [rows] = await this.session.query<Record<string, number>>(readings.COUNT_ROWS);
    const [things] = await this.session.query<Record<string, number>>(readings.COUNT_THINGS);
    const { renumbered = 0, ...numbers } = things!;
    if (renumbered > 0) {
      this.notices.push(
        `Заводской номер изменится у счетчиков: ${renumbered}. Если их заменили, оформите замену, иначе расход посчитается неверно`,
      );
    }
    return { ...rows, ...numbers } as unknown as Counts;
  }

  /** How many rows are wrong, and what was found here, the first of it. */
  async wrong(): Promise<{ count: number; errors: RowError[] }> {
    const [row] = await this.session.query<{ wrong: number }>(incoming.COUNT_WRONG);
    const found = await this.session.query<{ row: number; field: string; reason: string }>(
      incoming.FOUND_WRONG,
      [KEPT_ERRORS],
    );
    return { count: row!.wrong, errors: found };
  }

  /** Tells of readings that stay as residents have sent them. */
  async kept(): Promise<{ count: number; rows: RowError[] }> {
    const rows = await this.session.query<{ row: number; given: string; known: string; count: number }>(
      readings.KEPT,
      [KEPT_ERRORS],
    );
    const field = this.file.title('value1');
    return {
      count: rows[0]?.count ?? 0,
      rows: rows.map(({ row, given, known }) => ({
        row,
        field,
        reason: `в файле ${given}, а жителем или офисом уже передано ${known}: так и останется`,
      })),
    };
  }

  /** Brings meters and readings to what the file says, and keeps what they were; what is the same is not touched. */
  async apply(importId: string, now: Date, staffId: string | null): Promise<void> {
    await this.session.query(undo.CREATE_FORMER);
    await this.session.query(targets.LET_NUMBERS_GO);
    await this.session.query(targets.INSERT_METERS, [now]);
    await this.session.query(targets.UPDATE_METERS, [now]);
    await this.session.query(undo.KEEP_METERS, [importId]);
    await this.session.query(undo.INSERT_NOTED_LINKS, [importId]);
    await this.session.query(readings.SUPERSEDE_OLD, [now]);
    await this.session.query(readings.INSERT_READINGS, [now, staffId, importId]);
  }

  /** How many rows were found wrong, where the statement tells it. */
  private async mark(
    sql: string,
    column: Parameters<MetersFile['title']>[0],
    ...more: unknown[]
  ): Promise<number> {
    const rows = await this.session.query(sql, [this.file.title(column), ...more]);
    return rows.length;
  }

  private async respell(): Promise<void> {
    const rows = await this.session.query<{ row: number; told: string; number: string }>(incoming.RESPELL);
    const field = this.file.title('number');
    for (const { row, told, number } of rows.slice(0, KEPT_ERRORS)) {
      const reason = `«${told}» записан в портале как «${number}»: это тот же счетчик, новый не заводится`;
      this.warnings.push({ row, field, reason });
    }
    if (rows.length > 0) {
      this.notices.push(`Номер счетчика записан иначе, чем в портале: строк ${rows.length}`);
    }
  }

  /** Tells what initial values become: consumption is counted from them. */
  private async tellBeginnings(): Promise<void> {
    const rows = await this.session.query<{ row: number; was: string | null; now: string; count: number }>(
      checks.OTHER_BEGINNING,
      [KEPT_ERRORS],
    );
    const field = this.file.title('initial1');
    for (const { row, was, now } of rows) {
      this.warnings.push({ row, field, reason: `было ${was ?? 'не указано'}, в файле ${now}` });
    }
    if (rows.length > 0) this.notices.push(`Другое начальное показание у счетчиков: строк ${rows[0]!.count}`);
  }

  private async judge(): Promise<void> {
    const field = this.file.title('value1');
    await this.session.query(readings.DECLARE_UNUSUAL);
    for (;;) {
      const rows = await this.session.query<UnusualReading & Record<string, unknown>>(readings.FETCH_UNUSUAL);
      if (rows.length === 0) break;
      const judged = rows.map((one) => ({ one, said: judgeUnusual(one) }));
      const refused = judged.flatMap(({ one, said }) =>
        said?.kind === 'refuse' ? [{ ...one, ...said }] : [],
      );
      const doubtful = judged.flatMap(({ one, said }) =>
        said?.kind === 'warn' ? [{ ...one, ...said }] : [],
      );
      await this.session.query(readings.REFUSE, [
        field,
        refused.map(({ item }) => item),
        refused.map(({ reason }) => reason),
      ]);
      await this.session.query(readings.DOUBT, [
        doubtful.map(({ item }) => item),
        doubtful.map(({ doubt }) => doubt),
      ]);
      for (const { row, reason } of doubtful) {
        this.unusual += 1;
        if (this.warnings.length < KEPT_ERRORS) this.warnings.push({ row, field, reason });
      }
    }
    await this.session.query(readings.CLOSE_UNUSUAL);
  }

  /** How many such rows there are. */
  unusual = 0;
}
