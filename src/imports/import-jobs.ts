import { Injectable } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import type { Writable } from 'node:stream';
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
  /** That of a CSV with all that changes, where a kind tells it. */
  readonly changes?: string;
}

/** The files that a job may leave: their names once they were opened. */
interface Left {
  readonly names: Partial<Record<'wrongRows' | 'changes', string>>;
  open(what: 'wrongRows' | 'changes'): Writable;
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
      besides: changesOf,
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
    return this.leaving(async (left) => {
      const resultOf = (report: ImportReport): ImportResult => ({
        ...{ report, state: stateOf(report, kind.isUseful(report), dryRun) },
        ...left.names,
      });
      const follow: ImportWatch<ImportReport> = {
        loaded: (tx, report) => watch.done(tx, resultOf(report)),
        progress: watch.progress,
        wrongRows: () => left.open('wrongRows'),
        changes: () => left.open('changes'),
      };
      const report = dryRun
        ? await kind.imports.dryRun(path, fileName, order, follow)
        : await kind.imports.load(path, fileName, actor, order, follow);
      return resultOf(report);
    });
  }

  /** Lets `work` open the files that a job may leave, and tells which it has opened; when it fails, nothing of them stays. */
  private leaving<T>(work: (left: Left) => Promise<T>): Promise<T> {
    return this.files.write('csv', (wrongRows) =>
      this.files.write('csv', (changes) => {
        const files = { wrongRows, changes };
        const names: Partial<Record<keyof typeof files, string>> = {};
        const open = (what: keyof typeof files): Writable => {
          names[what] = files[what].name;
          return createWriteStream(files[what].path, { mode: 0o600 });
        };
        return work({ names, open });
      }),
    );
  }

  private words(kind: ImportKind, job: Job): ImportWords {
    const { report } = job.result as ImportResult;
    const params = job.params as ImportParams;
    const { dryRun } = params;
    const told = kind.words(report, dryRun, params);
    const state = stateOf(report, kind.isUseful(report), dryRun);
    const load = { label: 'Загрузить', to: `/admin/resources/jobs/records/${job.id}/load` };
    const again = { label: 'Загрузить исправленный файл', to: kind.form };
    const isWrong = state === 'refused' || state === 'differs' || (dryRun && report.wrong > 0);
    const more = told.links ?? [];
    const links = [
      ...(state === 'checked' ? [load] : []),
      ...more,
      // a file that was loaded before is not to be put right: its load is
      ...(isWrong && more.length === 0 ? [again] : []),
    ];
    if (!report.seen) return { ...told, links };
    const mapping = { label: 'Сопоставить столбцы', to: `/office/imports/${job.id}/columns` };
    return { ...told, tables: [seenTable(report.seen), ...(told.tables ?? [])], links: [mapping, ...links] };
  }
}

function idOf(actor: Actor): string | undefined {
  return actor.kind === 'staff' ? actor.id : undefined;
}

function wrongRowsOf(job: Job): LeftFile | undefined {
  const { wrongRows } = job.result as ImportResult;
  return leftFile(job, wrongRows, 'строки с ошибками', 'Скачать строки с ошибками');
}

function changesOf(job: Job): LeftFile | undefined {
  const { changes } = job.result as ImportResult;
  return leftFile(job, changes, 'что изменилось', 'Скачать все изменения');
}

function leftFile(job: Job, file: string | undefined, what: string, label: string): LeftFile | undefined {
  if (file === undefined) return undefined;
  const { fileName } = job.params as ImportParams;
  const name = `${fileName.replace(/\.[^.]*$/, '')} — ${what}.csv`;
  return { file, label, name, type: 'text/csv; charset=utf-8' };
}
