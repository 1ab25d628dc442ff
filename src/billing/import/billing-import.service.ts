import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { CONFIG } from '../../core/tokens.js';
import { FileImport, inOrder, type Run } from '../../imports/file-import.js';
import { ImportRefused } from '../../imports/import-refused.js';
import type { ImportSession } from '../../imports/import-session.js';
import { onSheets } from '../../imports/sheet-places.js';
import { DueDates } from '../due-dates.service.js';
import type { ExchangeFile, ExchangeRecord, RecordKind } from '../formats/billing-records.js';
import { openExchange } from '../formats/open-billing-file.js';
import { ReceiptLettersService } from '../receipt-letters.service.js';
import type { Staging } from './batch-staging.js';
import { alreadyLoaded, insertBatch } from './batches.js';
import { type BillingReport, type LoadOptions, refusedReport } from './billing-report.js';
import { asked, controlOf, refusalOf } from './import-refusal.js';
import { lostZeros, matchAccounts, refreshBalances, unknownOf, wrongOf } from './matching.js';
import { stagingFor } from './staging-for.js';

const OUT_OF_RANGE = new Set(['22003', '23514', '22001']);

type BillingRun = Run<ExchangeFile, Staging, LoadOptions>;

/** Loads charges, balances and payments from files: all rows of a file, or nothing of it. */
@Injectable()
export class BillingImportService extends FileImport<
  ExchangeRecord,
  ExchangeFile,
  Staging,
  LoadOptions,
  BillingReport
> {
  protected readonly tables = 'accounts, payment_documents, charge_lines, payments, balance_statements';

  constructor(
    database: DataSource,
    private readonly audit: AuditService,
    private readonly letters: ReceiptLettersService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly dueDates: DueDates,
  ) {
    super(database);
  }

  refused(fileName: string, refusal: string): BillingReport {
    return refusedReport(fileName, refusal);
  }

  protected open(path: string, fileName: string, options: LoadOptions): Promise<ExchangeFile> {
    return openExchange(path, fileName, options.kind as RecordKind | undefined, this.today(), options.layout);
  }

  protected override async refusedAtOnce(
    file: ExchangeFile,
    fileName: string,
  ): Promise<BillingReport | undefined> {
    const loaded = await alreadyLoaded(this.database.manager, file, this.config.timeZone);
    if (!loaded) return undefined;
    const { refusal, sameAs } = loaded;
    return { ...refusedReport(fileName, refusal), kind: file.kind, format: file.format, sameAs };
  }

  protected stage(session: ImportSession, file: ExchangeFile): Staging {
    return stagingFor(file, session, this.dueDates);
  }

  protected async compare({
    session,
    staging,
    rows,
    file,
    fileName,
    options,
  }: BillingRun): Promise<BillingReport> {
    await matchAccounts(session);
    const plan = await staging.plan();
    const wrong = await wrongOf(session);
    const question = asked(plan.question, file.question?.());
    const control = controlOf(file.control(), { rows: rows.total, kopecks: staging.kopecks });
    const told: BillingReport = {
      kind: file.kind,
      format: file.format,
      fileName,
      rows: rows.total,
      ...plan,
      unknown: await unknownOf(session, staging),
      wrong: rows.wrong + wrong.count,
      errors: inOrder(rows.errors, wrong.errors),
      totalKopecks: staging.kopecks,
      ...(control && { control }),
      ...(question !== undefined && { question }),
      notices: [...file.notices, ...plan.notices, ...(await lostZeros(session))],
    };
    const report = onSheets(told, file.sheets ?? []);
    const loaded = await alreadyLoaded(session.tx, file, this.config.timeZone);
    return {
      ...report,
      ...(loaded ?? refusalOf(report, options.accept ?? false)),
    };
  }

  protected async apply(
    { session, staging, file, progress }: BillingRun,
    report: BillingReport,
    actor: Actor,
  ): Promise<BillingReport> {
    const batchId = await insertBatch(session, report, file.sha256, actor).catch((error: unknown) => {
      if (isTaken(error, 'batches_once')) throw new ImportRefused('Этот файл уже загружен');
      throw error;
    });
    const seen = await staging.apply(batchId, this.today());
    progress.written();
    await refreshBalances(session);
    if (file.kind === 'charges') await this.letters.announce(session.tx, batchId);
    const { fileName, kind, rows, totalKopecks } = report;
    const details = { fileName, kind, rows, unknown: report.unknown.rows, kopecks: totalKopecks };
    await this.audit.record(session.tx, actor, 'batch.loaded', { kind: 'batch', id: batchId }, details);
    return { ...report, batchId, notices: [...report.notices, ...seen] };
  }

  protected written(report: BillingReport): number {
    return report.good;
  }

  protected override keepsIdle(): boolean {
    return true;
  }

  protected override explained(error: unknown): string | undefined {
    return OUT_OF_RANGE.has(String((error as { code?: unknown }).code))
      ? 'В файле есть значения больше, чем портал может хранить'
      : undefined;
  }

  private today(): string {
    return dayIn(this.clock.now(), this.config.timeZone);
  }
}
