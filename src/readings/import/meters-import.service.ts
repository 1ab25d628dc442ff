import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { ImportSession } from '../../imports/import-session.js';
import type { RowError } from '../../imports/row-error.js';
import { shownName } from '../../imports/shown-name.js';
import { CONFIG } from '../../core/tokens.js';
import { type ImportWatch, KEPT_ERRORS, type MetersReport, refusedReport } from './meters-report.js';
import { openMeters } from './open-meters-file.js';
import type { MetersFile } from './meter-records.js';
import { StagedRows } from './staged-rows.js';
import { Staging } from './meters-staging.js';
import { insertImport } from '../../accounts/import/accounts-staging.sql.js';

const CHANGED = 'Пока файл загружался, счетчики изменились. Загрузите его ещё раз';

/** So many changed rows make the planner's knowledge of the tables stale. */
const MANY_ROWS = 1000;
const GOAL = 1000;

/** How a file is to be understood. */
export interface ImportOptions {
  /** Account numbers are padded with zeros on the left to so many digits. */
  readonly accountLength?: number | undefined;
}

/** Loads meters and readings from a file; an unusable file is refused in the report. */
@Injectable()
export class MetersImportService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  /** Tells what a load would do, and does nothing. */
  async dryRun(
    path: string,
    fileName: string,
    options: ImportOptions = {},
    watch: ImportWatch = {},
  ): Promise<MetersReport> {
    return this.open(path, fileName, options, watch);
  }

  /** Loads all good rows, in one transaction. */
  async load(
    path: string,
    fileName: string,
    actor: Actor,
    options: ImportOptions = {},
    watch: ImportWatch = {},
  ): Promise<MetersReport> {
    const report = await this.open(path, fileName, options, watch, actor);
    if (report.new + report.changed >= MANY_ROWS) {
      // autovacuum does it later
      await this.database.query('ANALYZE meters, meter_accounts, meter_readings').catch(() => undefined);
    }
    return report;
  }

  private async open(
    path: string,
    given: string,
    options: ImportOptions,
    watch: ImportWatch,
    actor?: Actor,
  ): Promise<MetersReport> {
    const fileName = shownName(given);
    try {
      const today = dayIn(this.clock.now(), this.config.timeZone);
      const file = await openMeters(path, { today, accountLength: options.accountLength });
      return await this.read(file, fileName, today, watch, actor);
    } catch (error) {
      if (error instanceof ImportRefused) return refusedReport(fileName, error.message);
      if (isTaken(error, 'meters_number') || isTaken(error, 'meter_readings_current')) {
        return refusedReport(fileName, CHANGED);
      }
      throw error;
    }
  }

  private async read(
    file: MetersFile,
    fileName: string,
    today: string,
    watch: ImportWatch,
    actor?: Actor,
  ): Promise<MetersReport> {
    const tell = (done: number) => watch.progress?.(Math.floor(done), GOAL);
    const rows = new StagedRows(file, watch.wrongRows !== undefined, (share) => tell(share * 400));
    return ImportSession.run(this.database, actor !== undefined, async (session) => {
      const staging = new Staging(session, file);
      await staging.fill(rows.batches());
      if (rows.total === 0) {
        throw new ImportRefused('В файле только заголовки столбцов, строк с данными в нём нет');
      }
      tell(450);
      if (actor) await session.takeTurn();
      await staging.match(today);
      tell(600);
      await staging.check();
      tell(800);
      if (watch.wrongRows && (await staging.wrong()).count > 0) {
        await staging.writeWrongRows(watch.wrongRows());
      }
      if (actor && !(await staging.settle())) throw new ImportRefused(CHANGED);
      const report = await this.report(staging, rows, file, fileName);
      if (!actor || report.new + report.changed === 0) return report;
      await staging.apply(this.clock.now(), actor.kind === 'staff' ? (actor.id ?? null) : null);
      const loaded = { ...report, importId: await this.record(session, report, file.sha256, actor) };
      await watch.loaded?.(session.tx, loaded);
      return loaded;
    });
  }

  private async report(
    staging: Staging,
    rows: StagedRows,
    { format, notices }: MetersFile,
    fileName: string,
  ): Promise<MetersReport> {
    const counts = await staging.counts();
    const wrong = await staging.wrong();
    const kept = await staging.kept();
    const { unusual } = staging;
    return {
      fileName,
      format,
      total: rows.total,
      ...counts,
      wrong: wrong.count,
      errors: inOrder([...rows.errors, ...wrong.errors]),
      warnings: inOrder([...staging.warnings, ...kept.rows]),
      notices: [
        ...notices,
        ...staging.notices,
        ...(unusual > 0 ? [`Необычных показаний, которые стоит проверить: ${unusual}`] : []),
        ...(kept.count > 0
          ? [
              `Показаний, которые отличаются от уже переданных жителем или офисом за тот же месяц: ${kept.count}. Переданные остаются`,
            ]
          : []),
      ],
    };
  }

  private async record(
    session: ImportSession,
    report: MetersReport,
    sha256: string,
    actor: Actor,
  ): Promise<string> {
    const { fileName, total, wrong, new: added, changed, unchanged, kept } = report;
    const staffId = actor.kind === 'staff' ? actor.id : null;
    const [row] = await session.query<{ id: string }>(insertImport('meters'), [
      ...[fileName, sha256, this.clock.now(), staffId],
      ...[added, changed, unchanged + kept, wrong],
    ]);
    const { newMeters, changedMeters, newReadings, changedReadings } = report;
    const details = { fileName, total, newMeters, changedMeters, newReadings, changedReadings, wrong };
    await this.audit.record(session.tx, actor, 'meters.imported', { kind: 'import', id: row!.id }, details);
    return row!.id;
  }
}

function inOrder(errors: RowError[]): RowError[] {
  return errors.sort((one, other) => one.row - other.row).slice(0, KEPT_ERRORS);
}
