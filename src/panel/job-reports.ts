import { Injectable } from '@nestjs/common';
import { KeptFiles } from '../core/kept-files.js';
import { type Job, Jobs } from '../core/jobs.service.js';
import type { PanelReport } from './declaration.js';
import type { StaffRole } from './person.js';

/** A file that a job has left for people. */
export interface JobFile {
  readonly path: string;
  /** What it is called where it is saved. */
  readonly name: string;
  readonly type: string;
}

/** What a job has left in KeptFiles: its name there, what the button says, and what the file is to be called. */
export interface LeftFile {
  readonly file: string;
  readonly label: string;
  readonly name: string;
  readonly type: string;
}

/** Which of the files that a job has left. */
type WhichFile = 'file' | 'besides';

/** How the finished jobs of a kind are told of, and to whom: each module tells it of its own. */
export interface JobKind {
  readonly roles: readonly StaffRole[];
  words(job: Job): Omit<PanelReport, 'busy'>;
  left(job: Job): LeftFile | undefined;
  /** Another file that it has left. */
  besides?(job: Job): LeftFile | undefined;
}

/** Tells how far a job is and what came of it, and finds the file that it left. */
@Injectable()
export class JobReports {
  private readonly kinds = new Map<string, JobKind>();

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
    const downloads = (['file', 'besides'] as const).flatMap((which) => {
      const left = kind && leftBy(kind, job, which);
      return left ? [{ label: left.label, url: `/admin/jobs/${job.id}/${which}` }] : [];
    });
    return {
      busy: false,
      ...(kind?.words(job) ?? { message: { tone: 'good', text: 'Готово.' } }),
      ...(downloads.length > 0 && { downloads }),
    };
  }

  /** A file of a finished job; undefined when there is none, or none for people of this role. */
  async file(id: string, role: StaffRole, which: WhichFile = 'file'): Promise<JobFile | undefined> {
    const job = await this.jobs.find(id);
    const kind = job?.state === 'done' ? this.kinds.get(job.kind) : undefined;
    const left = job && kind?.roles.includes(role) ? leftBy(kind, job, which) : undefined;
    const path = left && this.files.path(left.file);
    return path === undefined ? undefined : { path, name: left!.name, type: left!.type };
  }
}

function leftBy(kind: JobKind, job: Job, which: WhichFile): LeftFile | undefined {
  return which === 'file' ? kind.left(job) : kind.besides?.(job);
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
