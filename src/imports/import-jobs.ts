import { Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import type { Actor } from '../audit/audit.js';
import { type Job, Jobs, type JobWatch } from '../core/jobs.service.js';
import { KeptFiles } from '../core/kept-files.js';
import { JobReports, type LeftFile } from '../panel/job-reports.js';
import { type ImportKind, ImportKinds, type ImportOrder } from './import-kinds.js';
import type { ImportReport, ImportWatch } from './import-report.js';
import { type CheckedState, stateOf } from './import-state.js';
import { type ImportWords, seenTable } from './import-words.js';

/** What a job is told that checks or loads a file. */
export interface ImportParams extends ImportOrder {
  /** The name in KeptFiles under which the upload was kept. */
  readonly file: string;
  /** The name that the person gave it. */
  readonly fileName: string;
  readonly dryRun: boolean;
  readonly actor: Actor;
}

/** How a job is called, and what it is told. */
interface JobOrder {
  readonly title: string;
  readonly params: ImportParams;
}

/** What such a job tells. */
export interface ImportResult<Report extends ImportReport = ImportReport> {
  readonly report: Report;
  /** Missing in results of earlier versions. */
  readonly state?: CheckedState;
  /** The name in KeptFiles of a CSV with the wrong rows and the reasons, when there are any. */
  readonly wrongRows?: string;
}

/** Checks and loads uploaded files apart from the pages: first a check, then, for whoever has read it, the load. */
@Injectable()
export class ImportJobs {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
    private readonly reports: JobReports,
    private readonly kinds: ImportKinds,
  ) {}

  /** Adds a kind of imports; called by modules when they begin. */
  register<Report extends ImportReport>(told: ImportKind<Report>): void {
    const kind = this.kinds.add(told);
    this.jobs.register(kind.job, (params, watch) => this.run(kind, params as ImportParams, watch));
    this.reports.register(kind.job, {
      roles: kind.roles,
      words: (job) => this.words(kind, job),
      left: wrongRowsOf,
    });
  }

  /** Begins the check of an uploaded file; gives the id of its job. */
  async check(
    job: string,
    upload: { name: string; file: string },
    order: ImportOrder,
    actor: Actor,
  ): Promise<string> {
    const { title, params } = this.checkOf(upload, order, actor);
    return this.jobs.start(job, title, params, idOf(actor));
  }

  /** Begins the load of a file that has been checked; undefined where there is no such check. */
  async load(id: string, accept: boolean, actor: Actor): Promise<string | undefined> {
    const checked = await this.jobs.find(id);
    const order = checked && this.orderAfter(checked, accept, actor);
    return order && this.jobs.start(checked.kind, order.title, order.params, idOf(actor));
  }

  /** What the check of an uploaded file is told. */
  checkOf(upload: { name: string; file: string }, order: ImportOrder, actor: Actor): JobOrder {
    const params = { ...order, file: upload.file, fileName: upload.name, dryRun: true, actor };
    return { title: `Проверка файла «${upload.name}»`, params };
  }

  /** What the load after a check is told, so that it does what the check has shown. */
  orderAfter(checked: Job, accept: boolean, actor: Actor): JobOrder | undefined {
    const kind = this.kinds.ofJob(checked.kind);
    if (!kind) return undefined;
    const { report } = checked.result as ImportResult;
    const read = kind.sign?.(report);
    const params: ImportParams = {
      ...(checked.params as ImportParams),
      dryRun: false,
      accept,
      actor,
      ...(read !== undefined && { read }),
    };
    return { title: `Загрузка файла «${params.fileName}»`, params };
  }

  private async run(kind: ImportKind, params: ImportParams, watch: JobWatch): Promise<ImportResult> {
    const { file, fileName, dryRun, actor, ...order } = params;
    const path = this.files.path(file);
    if (!path) {
      return {
        report: kind.imports.refused(fileName, 'Файл уже удалён. Выберите его ещё раз'),
        state: 'refused',
      };
    }
    return this.files.write('csv', async (wrong) => {
      let wrongRows: string | undefined;
      const resultOf = (report: ImportReport): ImportResult => ({
        report,
        state: stateOf(report, kind.isUseful(report), dryRun),
        ...(wrongRows !== undefined && { wrongRows }),
      });
      const follow: ImportWatch<ImportReport> = {
        loaded: (tx, report) => watch.done(tx, resultOf(report)),
        progress: watch.progress,
        wrongRows: () => {
          wrongRows = wrong.name;
          return createWriteStream(wrong.path, { mode: 0o600 });
        },
      };
      const report = dryRun
        ? await kind.imports.dryRun(path, fileName, order, follow)
        : await kind.imports.load(path, fileName, actor, order, follow);
      return resultOf(report);
    });
  }

  private words(kind: ImportKind, job: Job): ImportWords {
    const { report } = job.result as ImportResult;
    const params = job.params as ImportParams;
    const { dryRun } = params;
    const told = kind.words(report, dryRun, params);
    const isReady = stateOf(report, kind.isUseful(report), dryRun) === 'checked';
    const load = { label: 'Загрузить', to: `/admin/resources/jobs/records/${job.id}/load` };
    const links = [...(isReady ? [load] : []), ...(told.links ?? [])];
    if (!report.seen) return { ...told, links };
    const mapping = { label: 'Сопоставить столбцы', to: `/office/imports/${job.id}/columns` };
    return { ...told, tables: [seenTable(report.seen), ...(told.tables ?? [])], links: [mapping, ...links] };
  }
}

function idOf(actor: Actor): string | undefined {
  return actor.kind === 'staff' ? actor.id : undefined;
}

function wrongRowsOf(job: Job): LeftFile | undefined {
  const { wrongRows: file } = job.result as ImportResult;
  const { fileName } = job.params as ImportParams;
  const name = `${fileName.replace(/\.[^.]*$/, '')} — строки с ошибками.csv`;
  return file === undefined
    ? undefined
    : { file, label: 'Скачать строки с ошибками', name, type: 'text/csv; charset=utf-8' };
}
