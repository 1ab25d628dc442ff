import { Injectable } from '@nestjs/common';
import type { Readable } from 'node:stream';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock } from '../../core/clock.js';
import { shownName } from '../../imports/shown-name.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { type ImportReport, type ImportWatch, KEPT_ERRORS, refused } from './accounts-report.js';
import { ImportRows } from './import-rows.js';
import { ImportSession } from '../../imports/import-session.js';
import { type SpooledFile, withSpooled } from '../../imports/spool.js';
import { Storage } from '../../core/storage.js';
import { disputedValue } from './disputed.js';
import { Staging } from './accounts-staging.js';
import { insertImport } from './accounts-staging.sql.js';
import { openTable } from './table.js';
import type { RowError } from '../../imports/row-error.js';

/** What the journal calls fields that can be set by hand. */
const TOLD_AS = {
  ...{ owner_name: 'owner', total_area: 'area', residents: 'residents', place: 'place', closed: 'closed' },
} as const;

/** So many changed rows make the planner's knowledge of the tables stale. */
const MANY_ROWS = 1000;

/** Loads personal accounts from a file; an unusable file is refused in the report. */
@Injectable()
export class AccountsImportService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    private readonly storage: Storage,
  ) {}

  /** Tells what a load would do, and does nothing. */
  async dryRun(stream: Readable, fileName: string, watch: ImportWatch = {}): Promise<ImportReport> {
    return this.spooled(stream, fileName, watch);
  }

  /** Loads all good rows, in one transaction. */
  async load(
    stream: Readable,
    fileName: string,
    actor: Actor,
    watch: ImportWatch = {},
  ): Promise<ImportReport> {
    const report = await this.spooled(stream, fileName, watch, actor);
    if (report.new + report.changed >= MANY_ROWS) {
      await this.database.query('ANALYZE houses, units, accounts').catch(() => undefined); // autovacuum does it later
    }
    return report;
  }

  private async spooled(
    stream: Readable,
    given: string,
    watch: ImportWatch,
    actor?: Actor,
  ): Promise<ImportReport> {
    const fileName = shownName(given);
    try {
      return await withSpooled(this.storage, stream, (file) => this.read(file, fileName, watch, actor));
    } catch (error) {
      if (error instanceof ImportRefused) return refused(fileName, error.message);
      throw error;
    }
  }

  private async read(
    file: SpooledFile,
    fileName: string,
    watch: ImportWatch,
    actor?: Actor,
  ): Promise<ImportReport> {
    const table = await openTable(file);
    const rows = new ImportRows(table, watch);
    return ImportSession.run(this.database, actor !== undefined, async (session) => {
      const staging = new Staging(session, table.layout);
      const repeated = await staging.fill(rows.batches());
      if (rows.total === 0) {
        throw new ImportRefused('В файле только заголовки столбцов, лицевых счетов в нём нет');
      }
      if (watch.wrongRows) await staging.writeWrongRows(watch.wrongRows());
      if (actor) await session.takeTurn();
      const { byHand = 'keep', read } = watch;
      const counts = await staging.plan(byHand);
      const disputed = await staging.disputed();
      if (actor && byHand === 'overwrite' && read !== undefined && read !== disputed.sign) {
        throw new ImportRefused('Пока вы читали отчёт, вручную исправили ещё что-то. Проверьте файл ещё раз');
      }
      const report: ImportReport = {
        fileName,
        encoding: file.encoding,
        delimiter: table.delimiter,
        total: rows.total,
        ...counts,
        wrong: await staging.countWrong(),
        errors: inOrder([...rows.errors, ...repeated]),
        notices: [...table.layout.notices, ...(await staging.notices())],
        ...{ disputed: disputed.rows, disputes: disputed.count, disputedSign: disputed.sign },
      };
      if (!actor) return report;
      if (byHand === 'overwrite') {
        await this.tellOverwritten(session, staging, disputed.count, fileName, actor);
      }
      await staging.apply(this.clock.now(), byHand);
      return { ...report, importId: await this.record(session, report, file.sha256, actor) };
    });
  }

  /** The history of each account tells what a load has written over. */
  private async tellOverwritten(
    { tx }: ImportSession,
    staging: Staging,
    count: number,
    fileName: string,
    actor: Actor,
  ): Promise<void> {
    const byAccount = new Map<string, Record<string, string[]>>();
    for (const { account_id: id, field, by_hand: byHand, in_file: inFile } of (await staging.disputed(count))
      .rows) {
      const values = [byHand, inFile].map((value) => disputedValue(field, value));
      byAccount.set(id, { ...byAccount.get(id), [TOLD_AS[field]]: values });
    }
    for (const [id, changed] of byAccount) {
      const object = { kind: 'account', id } as const;
      await this.audit.record(tx, actor, 'account.overwritten', object, { fileName, changed });
    }
  }

  private async record(
    session: ImportSession,
    report: ImportReport,
    sha256: string,
    actor: Actor,
  ): Promise<string> {
    const { fileName, total, wrong, new: added, changed, unchanged } = report;
    const staffId = actor.kind === 'staff' ? actor.id : null;
    const numbers = [added, changed, unchanged, wrong];
    const values = [fileName, sha256, this.clock.now(), staffId, ...numbers];
    const [row] = await session.query<{ id: string }>(insertImport('accounts'), values);
    const details = { fileName, total, new: added, changed, unchanged, wrong };
    await this.audit.record(session.tx, actor, 'accounts.imported', { kind: 'import', id: row!.id }, details);
    return row!.id;
  }
}

function inOrder(errors: RowError[]): RowError[] {
  return errors.sort((one, other) => one.row - other.row).slice(0, KEPT_ERRORS);
}
