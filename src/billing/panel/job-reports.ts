import { Injectable } from '@nestjs/common';
import { KeptFiles } from '../../platform/files/kept-files.js';
import { type Job, Jobs } from '../../platform/jobs.service.js';
import type { PanelReport } from '../../platform/panel.js';
import { plural } from '../../platform/text/russian.js';
import type { LoadReport } from '../load/load-report.js';
import { LOAD_JOB, type LoadJobParams, type LoadJobResult } from '../load/load.job.js';
import { HOUSE_RECEIPTS_JOB, type HouseReceiptsResult } from '../receipt/house-receipts.job.js';
import { loadWords } from './load-words.js';

/** A file that a job has left for people. */
export interface JobFile {
  readonly path: string;
  /** What it is called where it is saved. */
  readonly name: string;
  readonly type: string;
}

/** Tells how far a job is and what came of it, and finds the file that it left. */
@Injectable()
export class JobReports {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
  ) {}

  /** What staff read on the job's page; undefined when there is no such job. */
  async of(id: string): Promise<PanelReport | undefined> {
    const job = await this.jobs.find(id);
    if (!job) return undefined;
    if (job.state === 'queued' || job.state === 'running') return underWay(job);
    if (job.state === 'failed') {
      return {
        busy: false,
        message: { tone: 'bad', text: `${job.error ?? 'Не выполнено'}. Ничего не изменилось.` },
      };
    }
    const left = leftBy(job);
    return {
      busy: false,
      ...wordsOf(job),
      ...(left && { downloads: [{ label: left.label, url: `/admin/jobs/${job.id}/file` }] }),
    };
  }

  /** The file of a finished job; undefined when there is none. */
  async file(id: string): Promise<JobFile | undefined> {
    const job = await this.jobs.find(id);
    const left = job?.state === 'done' ? leftBy(job) : undefined;
    const path = left && this.files.path(left.file);
    return path === undefined ? undefined : { path, name: left!.name, type: left!.type };
  }
}

function underWay({ state, progress, goal }: Job): PanelReport {
  const share = goal > 0 ? Math.floor((progress / goal) * 100) : 0;
  const text = state === 'queued' ? 'Ждёт начала' : share > 0 ? `Выполнено ${share}\u00a0%` : 'Выполняется';
  return { busy: true, progress: { done: progress, goal, text } };
}

function wordsOf(job: Job): Omit<PanelReport, 'busy'> {
  if (job.kind === HOUSE_RECEIPTS_JOB) return printed(job.result as HouseReceiptsResult);
  if (job.kind !== LOAD_JOB) return { message: { tone: 'good', text: 'Готово.' } };
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

function printed({ receipts }: HouseReceiptsResult): Omit<PanelReport, 'busy'> {
  if (receipts === 0) return { message: { tone: 'wait', text: 'За этот месяц у дома нет квитанций.' } };
  const text = `Готово: ${receipts.toLocaleString('ru-RU')} ${plural(receipts, 'квитанция', 'квитанции', 'квитанций')}. Файл хранится неделю.`;
  return { message: { tone: 'good', text } };
}

/** The name in KeptFiles, what the button says, and what the file is called. */
function leftBy(job: Job): { file: string; label: string; name: string; type: string } | undefined {
  if (job.kind === HOUSE_RECEIPTS_JOB) {
    const { file } = job.result as HouseReceiptsResult;
    const name = `${job.title.replace(/\s*[/\\:*?"<>|]\s*/g, ' ')}.pdf`;
    return file === undefined ? undefined : { file, label: 'Скачать PDF', name, type: 'application/pdf' };
  }
  if (job.kind !== LOAD_JOB) return undefined;
  const { wrongRows: file } = job.result as LoadJobResult;
  const { fileName } = job.params as LoadJobParams;
  const name = `${fileName.replace(/\.[^.]*$/, '')} — строки с ошибками.csv`;
  return file === undefined
    ? undefined
    : { file, label: 'Скачать строки с ошибками', name, type: 'text/csv; charset=utf-8' };
}
