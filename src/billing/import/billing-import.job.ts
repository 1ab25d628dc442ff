import { ACCOUNTANTS } from '../../panel/person.js';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import type { Actor } from '../../audit/audit.js';
import { KeptFiles } from '../../core/kept-files.js';
import { type Job, Jobs, type JobWatch } from '../../core/jobs.service.js';
import type { PanelReport } from '../../panel/declaration.js';
import { JobReports, type LeftFile } from '../../panel/job-reports.js';
import type { ImportLayout, RecordKind } from '../formats/billing-records.js';
import { reportWords } from '../panel/report-words.js';
import { type BillingReport, type ImportWatch, refusedReport } from './billing-report.js';
import { BillingImportService } from './billing-import.service.js';

/** The kind of jobs that load a file. */
export const BILLING_IMPORT_JOB = 'load';

/** What such a job is told; the result is a LoadJobResult. */
export interface BillingImportParams {
  /** The name in KeptFiles under which the upload was kept. */
  readonly file: string;
  /** The name that the person gave it. */
  readonly fileName: string;
  readonly dryRun: boolean;
  readonly actor: Actor;
  readonly kind?: RecordKind;
  readonly layout?: ImportLayout;
  readonly acceptDifference?: boolean;
}

/** What such a job tells. */
export interface BillingImportResult {
  readonly report: BillingReport;
  /** The name in KeptFiles of a CSV with the wrong rows and the reasons, when there are any. */
  readonly wrongRows?: string;
}

/** Loads files that were uploaded in the panel. */
@Injectable()
export class BillingImportJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
    private readonly loads: BillingImportService,
    private readonly reports: JobReports,
  ) {}

  onModuleInit(): void {
    this.jobs.register(BILLING_IMPORT_JOB, (params, watch) => this.run(params as BillingImportParams, watch));
    this.reports.register(BILLING_IMPORT_JOB, {
      roles: ACCOUNTANTS,
      words: loaded,
      left: wrongRowsOf,
    });
  }

  private async run(params: BillingImportParams, { progress, done }: JobWatch): Promise<BillingImportResult> {
    const { file, fileName, dryRun, actor, ...options } = params;
    const path = this.files.path(file);
    if (!path) return { report: refusedReport(fileName, 'Файл уже удалён. Выберите его ещё раз') };
    return this.files.write('csv', async (wrong) => {
      const wrongRows = { opened: false };
      const resultOf = (report: BillingReport): BillingImportResult => ({
        report,
        ...(wrongRows.opened && { wrongRows: wrong.name }),
      });
      const watch: ImportWatch = {
        loaded: (tx, report) => done(tx, resultOf(report)),
        progress,
        wrongRows: () => {
          wrongRows.opened = true;
          return createWriteStream(wrong.path, { mode: 0o600 });
        },
      };
      const report = dryRun
        ? await this.loads.dryRun(path, fileName, options, watch)
        : await this.loads.load(path, fileName, actor, options, watch);
      return resultOf(report);
    });
  }
}

function loaded(job: Job): Omit<PanelReport, 'busy'> {
  const { report } = job.result as BillingImportResult;
  const { dryRun } = job.params as BillingImportParams;
  return { ...reportWords(report, dryRun), links: next(job.id, report, dryRun) };
}

function next(id: string, report: BillingReport, dryRun: boolean): PanelReport['links'] {
  if (dryRun && report.refusal === undefined) {
    return [{ label: 'Загрузить', to: `/admin/resources/jobs/records/${id}/load` }];
  }
  if (report.batchId === undefined) return [];
  const unknown = { label: 'Разнести строки', to: '/office/unknown-rows' };
  return [
    { label: 'Открыть загрузку', to: `/admin/resources/batches/records/${report.batchId}/show` },
    ...(report.unknown.rows > 0 ? [unknown] : []),
  ];
}

function wrongRowsOf(job: Job): LeftFile | undefined {
  const { wrongRows: file } = job.result as BillingImportResult;
  const { fileName } = job.params as BillingImportParams;
  const name = `${fileName.replace(/\.[^.]*$/, '')} — строки с ошибками.csv`;
  return file === undefined
    ? undefined
    : { file, label: 'Скачать строки с ошибками', name, type: 'text/csv; charset=utf-8' };
}
