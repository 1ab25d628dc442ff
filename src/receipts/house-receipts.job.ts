import { ACCOUNTANTS } from '../panel/person.js';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { KeptFiles } from '../core/kept-files.js';
import { type Job, Jobs, type JobWatch } from '../core/jobs.service.js';
import type { PanelReport } from '../panel/declaration.js';
import { JobReports, type LeftFile } from '../panel/job-reports.js';
import { clean, plural } from '../text/russian.js';
import { HouseReceipts } from './house-receipts.js';

/** The kind of jobs that print the receipts of a house. */
export const HOUSE_RECEIPTS_JOB = 'house-receipts';

/** What such a job is told; the result is a HouseReceiptsResult. */
export interface HouseReceiptsParams {
  readonly houseId: string;
  /** The first day of the month, `2026-10-01`. */
  readonly period: string;
}

/** What such a job tells. */
export interface HouseReceiptsResult {
  readonly receipts: number;
  /** The name in KeptFiles of the PDF; absent when the house has no receipts for the month. */
  readonly file?: string;
}

/** Prints the receipts of a house when the panel asks for them. */
@Injectable()
export class HouseReceiptsJob implements OnModuleInit {
  constructor(
    private readonly jobs: Jobs,
    private readonly files: KeptFiles,
    private readonly receipts: HouseReceipts,
    private readonly reports: JobReports,
  ) {}

  onModuleInit(): void {
    this.jobs.register(HOUSE_RECEIPTS_JOB, (params, watch) => this.run(params as HouseReceiptsParams, watch));
    this.reports.register(HOUSE_RECEIPTS_JOB, {
      roles: ACCOUNTANTS,
      words: printed,
      left: printOf,
    });
  }

  private async run({ houseId, period }: HouseReceiptsParams, watch: JobWatch): Promise<HouseReceiptsResult> {
    return this.files.write('pdf', async ({ name, path }) => {
      const out = createWriteStream(path, { mode: 0o600 });
      const receipts = await this.receipts.write(houseId, period, out, (done, goal) =>
        watch.progress(done, goal),
      );
      if (receipts > 0) return { receipts, file: name };
      await this.files.remove(name);
      return { receipts: 0 };
    });
  }
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
