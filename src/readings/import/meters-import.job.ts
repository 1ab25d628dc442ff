import { OPERATORS } from '../../panel/person.js';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import type { Actor } from '../../audit/audit.js';
import { JobReports } from '../../panel/job-reports.js';
import { KeptFiles } from '../../core/kept-files.js';
import { Jobs, type JobWatch } from '../../core/jobs.service.js';
import { type ImportWatch, type MetersReport, refusedReport } from './meters-report.js';
import { MetersImportService } from './meters-import.service.js';
import { isUseful, metersWords } from './meters-report-words.js';

/** The kind of jobs that load meters and readings. */
export const METERS_JOB = 'meters';

/** What such a job is told. */
export interface MetersJobParams {
  /** The name in KeptFiles under which the upload was kept. */
  readonly file: string;
  /** The name that the person gave it. */
  readonly fileName: string;
  readonly dryRun: boolean;
  readonly accountLength?: number;
  readonly actor: Actor;
}

/** What such a job tells. */
interface MetersJobResult {
  readonly report: MetersReport;
  /** `checked` is a file that may be loaded now. */
  readonly state: 'checked' | 'refused' | 'done';
  /** The name in KeptFiles of a CSV with the wrong rows and the reasons, when there are any. */
  readonly wrongRows?: string;
}

/** Loads meters and readings that were uploaded in the panel. */
@Injectable()
export class MetersImportJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
    private readonly imports: MetersImportService,
    private readonly reports: JobReports,
  ) {}

  onModuleInit(): void {
    this.jobs.register(METERS_JOB, (params, watch) => this.run(params as MetersJobParams, watch));
    this.reports.register(METERS_JOB, {
      roles: OPERATORS,
      words: (job) => {
        const { report, state } = job.result as MetersJobResult;
        const { dryRun } = job.params as MetersJobParams;
        const load = { label: 'Загрузить', to: `/admin/resources/jobs/records/${job.id}/loadMeters` };
        return { ...metersWords(report, dryRun), ...(state === 'checked' && { links: [load] }) };
      },
      left: (job) => {
        const { wrongRows: file } = job.result as MetersJobResult;
        const { fileName } = job.params as MetersJobParams;
        const name = `${fileName.replace(/\.[^.]*$/, '')} — строки с ошибками.csv`;
        return file === undefined
          ? undefined
          : { file, label: 'Скачать строки с ошибками', name, type: 'text/csv; charset=utf-8' };
      },
    });
  }

  private async run(params: MetersJobParams, { progress, done }: JobWatch): Promise<MetersJobResult> {
    const { file, fileName, dryRun, actor, accountLength } = params;
    const path = this.files.path(file);
    if (!path) {
      return { report: refusedReport(fileName, 'Файл уже удалён. Выберите его ещё раз'), state: 'refused' };
    }
    return this.files.write('csv', async (wrong) => {
      const wrongRows = { opened: false };
      const resultOf = (report: MetersReport): MetersJobResult => ({
        report,
        state: isUseful(report) ? (dryRun ? 'checked' : 'done') : dryRun ? 'refused' : 'done',
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
        ? await this.imports.dryRun(path, fileName, { accountLength }, watch)
        : await this.imports.load(path, fileName, actor, { accountLength }, watch);
      return resultOf(report);
    });
  }
}
