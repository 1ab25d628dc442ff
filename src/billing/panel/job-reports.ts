import { Injectable } from '@nestjs/common';
import { KeptFiles } from '../../platform/files/kept-files.js';
import { type Job, Jobs } from '../../platform/jobs.service.js';
import type { PanelReport, StaffRole } from '../../platform/panel.js';
import { clean, plural } from '../../platform/text/russian.js';
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

/** What a job has left in KeptFiles: its name there, what the button says, and what the file is to be called. */
interface LeftFile {
  readonly file: string;
  readonly label: string;
  readonly name: string;
  readonly type: string;
}

/** How the finished jobs of a kind are told of, and to whom: modules above tell it of theirs. */
export interface JobKind {
  readonly roles: readonly StaffRole[];
  words(job: Job): Omit<PanelReport, 'busy'>;
  left(job: Job): LeftFile | undefined;
}

const MONEY = ['accountant', 'administrator'] as const;

/** Tells how far a job is and what came of it, and finds the file that it left. */
@Injectable()
export class JobReports {
  private readonly kinds = new Map<string, JobKind>([
    [LOAD_JOB, { roles: MONEY, words: loaded, left: wrongRowsOf }],
    [HOUSE_RECEIPTS_JOB, { roles: MONEY, words: printed, left: printOf }],
  ]);

  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
  ) {}

  /** Tells how jobs of a kind are told of; called by modules when they begin. */
  register(kind: string, told: JobKind): void {
    this.kinds.set(kind, told);
  }

  /** The kinds of jobs that people of a role may see. */
  kindsOf(role: StaffRole): string[] {
    return [...this.kinds].filter(([, { roles }]) => roles.includes(role)).map(([kind]) => kind);
  }

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
    const kind = this.kinds.get(job.kind);
    const left = kind?.left(job);
    return {
      busy: false,
      ...(kind?.words(job) ?? { message: { tone: 'good', text: 'Готово.' } }),
      ...(left && { downloads: [{ label: left.label, url: `/admin/jobs/${job.id}/file` }] }),
    };
  }

  /** The file of a finished job; undefined when there is none, or none for people of this role. */
  async file(id: string, role: StaffRole): Promise<JobFile | undefined> {
    const job = await this.jobs.find(id);
    const kind = job?.state === 'done' ? this.kinds.get(job.kind) : undefined;
    const left = job && kind?.roles.includes(role) ? kind.left(job) : undefined;
    const path = left && this.files.path(left.file);
    return path === undefined ? undefined : { path, name: left!.name, type: left!.type };
  }
}

function underWay({ state, place, progress, goal }: Job): PanelReport {
  const share = goal > 0 ? Math.floor((progress / goal) * 100) : 0;
  const text =
    place !== null
      ? `В очереди, ${place}-е место. Одновременно выполняются не больше двух заданий`
      : state === 'queued'
        ? 'Начинается'
        : share > 0
          ? `Выполнено ${share}\u00a0%`
          : 'Выполняется';
  return { busy: true, progress: { done: progress, goal, text } };
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

function printed(job: Job): Omit<PanelReport, 'busy'> {
  const { receipts } = job.result as HouseReceiptsResult;
  if (receipts === 0) return { message: { tone: 'wait', text: 'За этот месяц у дома нет квитанций.' } };
  const text = `Готово: ${receipts.toLocaleString('ru-RU')} ${plural(receipts, 'квитанция', 'квитанции', 'квитанций')}. Файл хранится неделю.`;
  return { message: { tone: 'good', text } };
}

function printOf(job: Job): LeftFile | undefined {
  const { file } = job.result as HouseReceiptsResult;
  const name = `${clean(job.title.replace(/[/\\:*?"<>|]/g, ' '))}.pdf`;
  return file === undefined ? undefined : { file, label: 'Скачать PDF', name, type: 'application/pdf' };
}

function wrongRowsOf(job: Job): LeftFile | undefined {
  const { wrongRows: file } = job.result as LoadJobResult;
  const { fileName } = job.params as LoadJobParams;
  const name = `${fileName.replace(/\.[^.]*$/, '')} — строки с ошибками.csv`;
  return file === undefined
    ? undefined
    : { file, label: 'Скачать строки с ошибками', name, type: 'text/csv; charset=utf-8' };
}
