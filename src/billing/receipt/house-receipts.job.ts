import { Injectable, type OnModuleInit } from '@nestjs/common';
import { createWriteStream } from 'node:fs';
import { KeptFiles } from '../../platform/files/kept-files.js';
import { Jobs, type JobWatch } from '../../platform/jobs.service.js';
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
  ) {}

  onModuleInit(): void {
    this.jobs.register(HOUSE_RECEIPTS_JOB, (params, watch) => this.run(params as HouseReceiptsParams, watch));
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
