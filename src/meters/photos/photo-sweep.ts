import { Inject, Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../../platform/config.js';
import { Log } from '../../platform/log.js';
import { CONFIG, POOL } from '../../platform/tokens.js';
import { PhotoFiles } from './photo-files.js';
import { UNKNOWN_FILES } from './photos.sql.js';

const HOUR_MS = 3_600_000;

/** Removes pictures without a row, which a process leaves behind when it dies between the two; at the start and each hour. */
@Injectable()
export class PhotoSweep implements OnApplicationBootstrap, OnApplicationShutdown {
  private timer?: NodeJS.Timeout;

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly files: PhotoFiles,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.background) return;
    void this.run();
    this.timer = setInterval(() => void this.run(), HOUR_MS).unref();
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
  }

  private async run(): Promise<void> {
    try {
      for await (const settled of this.files.settled()) {
        const unknown = await UNKNOWN_FILES.rows(this.pool, settled);
        await this.files.remove(...unknown.map(({ file }) => file));
      }
    } catch (error) {
      this.log.error(error, 'photos');
    }
  }
}
