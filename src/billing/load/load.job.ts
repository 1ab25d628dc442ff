import { ACCOUNTANTS } from '../../panel/person.js';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import type { Actor } from '../../audit/audit.js';
import { KeptFiles } from '../../core/kept-files.js';
import { type Job, Jobs, type JobWatch } from '../../core/jobs.service.js';
import type { PanelReport } from '../../panel/declaration.js';
import { JobReports, type LeftFile } from '../../panel/job-reports.js';
import type { ImportLayout, RecordKind } from '../exchange/records.js';
import { loadWords } from '../panel/load-words.js';
import { type LoadReport, type LoadWatch, refusedReport } from './load-report.js';
import { LoadService } from './load.service.js';

/** The kind of jobs that load a file. */
export const LOAD_JOB = 'load';

/** What such a job is told; the result is a LoadJobResult. */
export interface LoadJobParams {
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
export interface LoadJobResult {
  readonly report: LoadReport;
  /** The name in KeptFiles of a CSV with the wrong rows and the reasons, when there are any. */
  readonly wrongRows?: string;
}

/** Loads files that were uploaded in the panel. */
@Injectable()
export class LoadJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
    private readonly loads: LoadService,
    private readonly reports: JobReports,
  ) {}

  onModuleInit(): void {
    this.jobs.register(LOAD_JOB, (params, watch) => this.run(params as LoadJobParams, watch));
    this.reports.register(LOAD_JOB, {
      roles: ACCOUNTANTS,
      words: loaded,
      left: wrongRowsOf,
    });
  }

  private async run(params: LoadJobParams, { progress }: JobWatch): Promise<LoadJobResult> {
    const { file, fileName, dryRun, actor, ...options } = params;
    const path = this.files.path(file);
    if (!path) return { report: refusedReport(fileName, 'Файл уже удалён. Выберите его ещё раз') };
    return this.files.write('csv', async (wrong) => {
      const wrongRows = { opened: false };
      const watch: LoadWatch = {
        progress,
        wrongRows: () => {
          wrongRows.opened = true;
          return createWriteStream(wrong.path, { mode: 0o600 });
        },
      };
      const report = dryRun
        ? await this.loads.dryRun(path, fileName, options, watch)
        : await this.loads.load(path, fileName, actor, options, watch);
      return { report, ...(wrongRows.opened && { wrongRows: wrong.name }) };
    });
  }
}

function loaded(job: Job): Omit<PanelReport, 'busy'> {
  const { report } = job.result as LoadJobResult;
  const { dryRun } = job.params as LoadJobParams;
  return { ...loadWords(report, dryRun), links: next(job.id, report, dryRun) };
}

function next(id: string, report: LoadReport, dryRun: boolean): PanelReport['links'] {
  if (dryRun && report.refusal === undefined) {
    return [{ label: 'Загрузить', to: `/admin/resources/jobs/records/${id}/load` }];
  }
  if (report.batchId === undefined) return [];
  const unknown = { label: 'Разнести строки', to: '/admin/resources/unknown-rows?filters.state=waiting' };
  return [
    { label: 'Открыть загрузку', to: `/admin/resources/batches/records/${report.batchId}/show` },
    ...(report.unknown.rows > 0 ? [unknown] : []),
  ];
}

function wrongRowsOf(job: Job): LeftFile | undefined {
  const { wrongRows: file } = job.result as LoadJobResult;
  const { fileName } = job.params as LoadJobParams;
  const name = `${fileName.replace(/\.[^.]*$/, '')} — строки с ошибками.csv`;
  return file === undefined
    ? undefined
    : { file, label: 'Скачать строки с ошибками', name, type: 'text/csv; charset=utf-8' };
}
