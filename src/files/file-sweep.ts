import {
  Inject,
  Injectable,
  type OnApplicationBootstrap,
  type BeforeApplicationShutdown,
} from '@nestjs/common';
import type { Pool } from 'pg';
import type { Config } from '../core/config.js';
import { Storage } from '../core/storage.js';
import { Log } from '../core/log.js';
import { Periodic } from '../core/periodic.js';
import { CONFIG, POOL } from '../core/tokens.js';
import { FileStore } from './file-store.js';
import { ASIDE_DAYS, FilesAside } from './files-aside.js';
import { KEPT_NAME } from './file-names.js';
import { unknownFiles } from './file-owners.js';

const HOUR_MS = 3_600_000;

/**
 * Sets files without a row aside, which a process leaves behind when it dies between the two, and takes back those that
 * have one again; at the start and each hour. An older backup of the database knows fewer of them than there are good ones.
 */
@Injectable()
export class FileSweep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly hourly = new Periodic(() => this.run(), HOUR_MS, 'sweep of files');

  constructor(
    @Inject(POOL) private readonly pool: Pool,
    @Inject(CONFIG) private readonly config: Config,
    private readonly storage: Storage,
    private readonly files: FileStore,
    private readonly aside: FilesAside,
    private readonly log: Log,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.background) this.hourly.start();
  }

  beforeApplicationShutdown(): Promise<void> {
    return this.hourly.stop();
  }

  private async run(): Promise<void> {
    try {
      if (!(await this.storage.isOurs())) return;
      await this.takeBack();
      if (!this.hourly.stopping) await this.setAside();
      if (!this.hourly.stopping) await this.deleteOld();
    } catch (error) {
      this.log.error(error, 'files');
    }
  }

  private async takeBack(): Promise<void> {
    let count = 0;
    for (const day of await this.aside.days()) {
      for await (const names of this.aside.names(day)) {
        if (this.hourly.stopping) break;
        const unknown = await unknownFiles(this.pool, names);
        for (const name of names) {
          if (!unknown.has(name) && (await this.aside.back(day, name))) count += 1;
        }
      }
      await this.aside.forgetEmpty(day);
    }
    if (count > 0) {
      this.log.warn(`${count} files that were set aside have a row again: taken back`, 'files');
    }
  }

  private async setAside(): Promise<void> {
    let count = 0;
    let folder = '';
    for await (const names of this.files.settled()) {
      if (this.hourly.stopping) break;
      const unknown = [...(await unknownFiles(this.pool, names))];
      // What was still arriving has never been known to any database.
      const lasting = unknown.filter((name) => KEPT_NAME.test(name));
      await this.files.remove(...unknown.filter((name) => !KEPT_NAME.test(name)));
      if (lasting.length === 0) continue;
      const moved = await this.aside.set(lasting);
      count += moved.count;
      folder = moved.folder;
    }
    if (count > 0) {
      const what = `${count} file${count === 1 ? '' : 's'} that no row of this database has ${count === 1 ? 'is' : 'are'} set aside for ${ASIDE_DAYS} days`;
      this.log.warn(`${what} in ${folder}`, 'files');
    }
  }

  private async deleteOld(): Promise<void> {
    for (const day of await this.aside.days()) {
      if (!this.aside.isOver(day)) continue;
      const count = await this.aside.delete(day);
      this.log.warn(`${count} files that were set aside on ${day} are deleted`, 'files');
    }
  }
}
