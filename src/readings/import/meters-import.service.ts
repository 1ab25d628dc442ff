import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { insertImport } from '../../accounts/import/imports.sql.js';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { CONFIG } from '../../core/tokens.js';
import { FileImport, inOrder, type Run } from '../../imports/file-import.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportOptions } from '../../imports/import-report.js';
import type { ImportSession } from '../../imports/import-session.js';
import type { MeterRecord, MetersFile } from './meter-records.js';
import { type MetersReport, refusedReport } from './meters-report.js';
import { MetersStaging } from './meters-staging.js';
import { openMeters } from './open-meters-file.js';

const CHANGED = 'Пока файл загружался, счетчики изменились. Загрузите его ещё раз';

type MetersRun = Run<MetersFile, MetersStaging, ImportOptions>;

/** Loads meters and readings from a file: its good rows, whatever is wrong with the others. */
@Injectable()
export class MetersImportService extends FileImport<
  readonly MeterRecord[],
  MetersFile,
  MetersStaging,
  ImportOptions,
  MetersReport
> {
  protected readonly tables = 'meters, meter_accounts, meter_readings';

  constructor(
    database: DataSource,
    private readonly audit: AuditService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    super(database);
  }

  refused(fileName: string, refusal: string): MetersReport {
    return refusedReport(fileName, refusal);
  }

  protected open(path: string, _fileName: string, { layout }: ImportOptions): Promise<MetersFile> {
    return openMeters(path, this.today(), layout);
  }

  protected stage(session: ImportSession, file: MetersFile): MetersStaging {
    return new MetersStaging(session, file);
  }

  protected async compare({ staging, rows, file, fileName, actor }: MetersRun): Promise<MetersReport> {
    await staging.match(this.today());
    await staging.check();
    if (actor && !(await staging.settle())) throw new ImportRefused(CHANGED);
    const counts = await staging.counts();
    const wrong = await staging.wrong();
    const kept = await staging.kept();
    const { unusual } = staging;
    return {
      fileName,
      format: file.format,
      total: rows.total,
      ...counts,
      wrong: wrong.count,
      errors: inOrder(rows.errors, wrong.errors),
      warnings: inOrder(staging.warnings, kept.rows),
      notices: [
        ...file.notices,
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

  protected async apply(
    { session, staging, file }: MetersRun,
    report: MetersReport,
    actor: Actor,
  ): Promise<MetersReport> {
    const staffId = actor.kind === 'staff' ? (actor.id ?? null) : null;
    const { fileName, total, wrong, new: added, changed, unchanged, kept } = report;
    const [row] = await session.query<{ id: string }>(insertImport('meters'), [
      ...[fileName, file.sha256, this.clock.now(), staffId],
      ...[added, changed, unchanged + kept, wrong],
    ]);
    const { newMeters, changedMeters, newReadings, changedReadings } = report;
    const details = { fileName, total, newMeters, changedMeters, newReadings, changedReadings, wrong };
    const { id } = row!;
    await staging.apply(id, this.clock.now(), staffId);
    await this.audit.record(session.tx, actor, 'meters.imported', { kind: 'import', id }, details);
    return { ...report, importId: id };
  }

  protected written(report: MetersReport): number {
    return report.new + report.changed;
  }

  protected override explained(error: unknown): string | undefined {
    const taken = ['meters_number', 'meters_gis_number', 'meter_readings_current'];
    return taken.some((index) => isTaken(error, index)) ? CHANGED : undefined;
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }
}
