import {
  type BeforeApplicationShutdown,
  Inject,
  Injectable,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { copyFile, mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataSource } from 'typeorm';
import { Clock, dayIn, minuteIn } from '../../core/clock.js';
import type { Config } from '../../core/config.js';
import { type Job, Jobs } from '../../core/jobs.service.js';
import { KeptFiles } from '../../core/kept-files.js';
import { Log } from '../../core/log.js';
import { OnceTold } from '../../core/once-told.js';
import { projectPath } from '../../core/paths.js';
import { Periodic } from '../../core/periodic.js';
import { one } from '../../core/query.js';
import { CONFIG } from '../../core/tokens.js';
import { EXPORT_JOB, type ExportJobParams } from './export.job.js';
import type { Exported, ExportScope, ExportShape } from './exported.js';
import { EXPORT_FORMATS, type ExportFormat } from './export-row.js';
import { readings } from './export-words.js';
import { isExportDue } from './export-days.js';
import { ReadingsExportService } from './readings-export.service.js';

const LOOK_MS = 30_000;
const ACTOR = { kind: 'system', name: 'папка обмена' } as const;
const SCOPE: ExportScope = { imported: false };
/** One instance at a time looks what is to be done next. */
const TURN = "SELECT pg_try_advisory_xact_lock(hashtext('export folder')) AS mine";
/** What such jobs are about until their file has been put there. */
const SINGLE = 'readings to the folder';
/** An export that ends before its end is begun so often in a day. */
const TRIES = 3;

/** What a job is told that writes for the folder. */
interface FolderExport extends ExportJobParams {
  /** On which it was due. */
  readonly day: string;
}

/**
 * Puts accepted readings into EXPORT_DIR on the days and from the time that the settings name. A job writes them down as
 * sent; its file is then copied beside its later name and renamed, so that the accounting never sees half of one. What has
 * been written and not been put there, since the portal was killed or the folder was away, is put there by the next look.
 */
@Injectable()
export class ExportFolder implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly looks: Periodic;
  private readonly root: string;
  private readonly shape: ExportShape;
  /** The day on which nothing is left to do. */
  private idleOn = '';

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    private readonly database: DataSource,
    private readonly jobs: Jobs,
    private readonly exports: ReadingsExportService,
    private readonly files: KeptFiles,
    private readonly clock: Clock,
    log: Log,
  ) {
    const { exportDir, exportFormat, exportEncoding, exportComma } = config.exchange;
    this.root = projectPath(exportDir);
    const told = new OnceTold(log, 'export folder');
    this.looks = new Periodic(() => told.of(() => this.look()), LOOK_MS);
    const format = Object.hasOwn(EXPORT_FORMATS, exportFormat) ? (exportFormat as ExportFormat) : 'csv';
    this.shape = { format, encoding: exportEncoding, comma: exportComma };
  }

  onApplicationBootstrap(): void {
    if (this.config.background && this.config.exchange.exportDir !== '') this.looks.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.looks.stop();
  }

  private look(): Promise<void> {
    return this.database.transaction(async (tx) => {
      const turn = await one<{ mine: boolean }>(tx, TURN);
      if (turn?.mine) await this.goOn();
    });
  }

  private async goOn(): Promise<void> {
    const [last, ...before] = await this.jobs.about(SINGLE);
    if (last?.state === 'queued' || last?.state === 'running') return;
    if (last?.state === 'done') await this.deliver(last);
    const now = this.clock.now();
    const day = dayIn(now, this.config.timeZone);
    const minute = minuteIn(now, this.config.timeZone);
    if (day === this.idleOn || !isExportDue(day, minute, this.config.exchange)) return;
    const tries = last?.state === 'failed' ? [last, ...before].filter((job) => dayOf(job) === day) : [];
    const isOver = tries.length >= TRIES || (await this.jobs.about(deliveredOn(day))).length > 0;
    if (isOver || !(await this.begin(day))) this.idleOn = day;
  }

  /** False when there is nothing to send. */
  private async begin(day: string): Promise<boolean> {
    const { months } = await this.exports.check(SCOPE, this.shape.format);
    if (months.every(({ count }) => count === 0)) return false;
    const params: FolderExport = { ...this.shape, actor: ACTOR, scope: SCOPE, day };
    const job = { kind: EXPORT_JOB, single: SINGLE, title: 'Выгрузка показаний в папку обмена', params };
    await this.database.transaction((tx) => this.jobs.queueSingle(tx, job));
    this.jobs.begin();
    return true;
  }

  private async deliver(job: Job): Promise<void> {
    const { file, fileName, skipped, skippedRows } = job.result as Exported;
    const path = this.files.path(file)!;
    await mkdir(this.root, { recursive: true });
    const part = join(this.root, `.${fileName}.part`);
    await copyFile(path, part);
    if (skipped > 0) {
      const lines = skippedRows.map(
        ({ account, number, reason }) => `${account}, счетчик № ${number}: ${reason}`,
      );
      const head = `Не подходят для этого формата и остались: ${readings(skipped)}.`;
      const text = `\uFEFF${[head, ...lines, ...(skipped > lines.length ? ['… и другие'] : [])].join('\r\n')}\r\n`;
      await writeFile(join(this.root, `${fileName} — что осталось.txt`), text);
    }
    await rename(part, join(this.root, fileName));
    await this.jobs.settle(SINGLE, deliveredOn(dayOf(job)));
  }
}

const deliveredOn = (day: string): string => `${SINGLE} ${day}`;

function dayOf(job: Job): string {
  return (job.params as FolderExport).day;
}
