import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '../../audit/audit.js';
import { AuditService } from '../../audit/audit.service.js';
import { Clock, dayIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { isTaken } from '../../core/database-errors.js';
import { shownName } from '../../imports/shown-name.js';
import { ImportRefused } from '../../imports/import-refused.js';
import { ImportSession } from '../../imports/import-session.js';
import { CONFIG } from '../../core/tokens.js';
import { openExchange } from '../formats/open-billing-file.js';
import type { ExchangeFile } from '../formats/billing-records.js';
import { DueDates } from '../due-dates.service.js';
import { ReceiptLettersService } from '../receipt-letters.service.js';
import { alreadyLoaded, insertBatch } from './batches.js';
import { LoadRows } from './billing-rows.js';
import {
  KEPT_ERRORS,
  type LoadOptions,
  type BillingReport,
  type ImportWatch,
  refusedReport,
} from './billing-report.js';
import { lostZeros, matchAccounts, refreshBalances, unknownOf, wrongAfter, wrongOf } from './matching.js';
import { LoadProgress } from './import-progress.js';
import { controlOf, refusalOf } from './import-refusal.js';
import { stagingFor } from './staging-for.js';
import type { Staging } from './batch-staging.js';

const MANY_ROWS = 1000;
const WRONG_PAGE = 5000;
const OUT_OF_RANGE = new Set(['22003', '23514', '22001']);

/** Loads charges, balances and payments from files; an unusable file is refused in the report. */
@Injectable()
export class BillingImportService {
  constructor(
    private readonly database: DataSource,
    private readonly audit: AuditService,
    private readonly letters: ReceiptLettersService,
    private readonly clock: Clock,
    @Inject(CONFIG) private readonly config: Config,
    private readonly dueDates: DueDates,
  ) {}

  /** Tells what a load would do, and does nothing. */
  async dryRun(
    path: string,
    fileName: string,
    options: LoadOptions = {},
    watch: ImportWatch = {},
  ): Promise<BillingReport> {
    return this.open(path, fileName, options, watch);
  }

  /** Loads the file in one transaction, or nothing of it. */
  async load(
    path: string,
    fileName: string,
    actor: Actor,
    options: LoadOptions = {},
    watch: ImportWatch = {},
  ): Promise<BillingReport> {
    const report = await this.open(path, fileName, options, watch, actor);
    if (report.batchId && report.good >= MANY_ROWS) {
      // autovacuum does it later
      await this.database
        .query('ANALYZE accounts, payment_documents, charge_lines, payments, balance_statements')
        .catch(() => undefined);
    }
    return report;
  }

  private async open(
    path: string,
    given: string,
    options: LoadOptions,
    watch: ImportWatch,
    actor?: Actor,
  ): Promise<BillingReport> {
    const fileName = shownName(given);
    try {
      const today = dayIn(this.clock.now(), this.config.timeZone);
      const file = await openExchange(path, fileName, options.kind, today, options.layout);
      const loaded = await alreadyLoaded(this.database.manager, file, this.config.timeZone);
      if (loaded) return { ...refusedReport(fileName, loaded), kind: file.kind, format: file.format };
      return await this.read(file, fileName, options, watch, actor);
    } catch (error) {
      if (error instanceof ImportRefused) return refusedReport(fileName, error.message);
      if (OUT_OF_RANGE.has(String((error as { code?: unknown }).code))) {
        return refusedReport(fileName, 'В файле есть значения больше, чем портал может хранить');
      }
      throw error;
    }
  }

  private async read(
    file: ExchangeFile,
    fileName: string,
    options: LoadOptions,
    watch: ImportWatch,
    actor?: Actor,
  ): Promise<BillingReport> {
    const progress = new LoadProgress(watch, actor !== undefined);
    return ImportSession.run(this.database, actor !== undefined, async (session) => {
      const staging = stagingFor(file.kind, session, this.dueDates);
      const rows = new LoadRows(file, staging, watch, (share) => progress.read(share));
      try {
        await this.stage(session, staging, rows);
        progress.staged();
        if (actor) await session.takeTurn();
        const report = await this.compare(session, staging, rows, file, fileName, options);
        await rows.close();
        progress.compared();
        if (!actor || report.refusal !== undefined) return report;
        const batchId = await this.apply(session, staging, report, file, actor, progress);
        const loaded = { ...report, batchId };
        await watch.loaded?.(session.tx, loaded);
        return loaded;
      } finally {
        rows.abandon();
      }
    });
  }

  private async stage(session: ImportSession, staging: Staging, rows: LoadRows): Promise<void> {
    await session.query(staging.create);
    await session.copy(staging.copy, rows.batches());
    if (rows.rows === 0) throw new ImportRefused('В файле нет ни одной строки с данными');
    await session.query('ANALYZE incoming');
  }

  private async compare(
    session: ImportSession,
    staging: Staging,
    rows: LoadRows,
    file: ExchangeFile,
    fileName: string,
    options: LoadOptions,
  ): Promise<BillingReport> {
    await matchAccounts(session);
    const plan = await staging.plan();
    const wrong = await wrongOf(session);
    for (let after = 0; wrong.count > 0;) {
      const page = await wrongAfter(session, after, WRONG_PAGE);
      if (page.length === 0) break;
      await rows.writeLater(page);
      after = page.at(-1)!.row;
    }
    const errors = [...rows.errors, ...wrong.errors].sort((one, other) => one.row - other.row);
    const control = controlOf(file.control(), rows);
    const report: BillingReport = {
      kind: file.kind,
      format: file.format,
      fileName,
      rows: rows.rows,
      ...plan,
      unknown: await unknownOf(session, staging),
      wrong: rows.wrong + wrong.count,
      errors: errors.slice(0, KEPT_ERRORS),
      totalKopecks: rows.kopecks,
      ...(control && { control }),
      notices: [...file.notices, ...plan.notices, ...(await lostZeros(session))],
    };
    const loaded = await alreadyLoaded(session.tx, file, this.config.timeZone);
    const refusal = loaded ?? refusalOf(report, options.acceptDifference ?? false);
    return refusal === undefined ? report : { ...report, refusal };
  }

  private async apply(
    session: ImportSession,
    staging: Staging,
    report: BillingReport,
    file: ExchangeFile,
    actor: Actor,
    progress: LoadProgress,
  ): Promise<string> {
    const batchId = await insertBatch(session, report, file.sha256, actor).catch((error: unknown) => {
      if (isTaken(error, 'batches_once')) throw new ImportRefused('Этот файл уже загружен');
      throw error;
    });
    await staging.apply(batchId, dayIn(this.clock.now(), this.config.timeZone));
    progress.written();
    await refreshBalances(session);
    if (file.kind === 'charges') await this.letters.announce(session.tx, batchId);
    const { fileName, kind, rows, totalKopecks } = report;
    const details = { fileName, kind, rows, unknown: report.unknown.rows, kopecks: totalKopecks };
    await this.audit.record(session.tx, actor, 'batch.loaded', { kind: 'batch', id: batchId }, details);
    return batchId;
  }
}
