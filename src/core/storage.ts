import { Inject, Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { mkdir, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from 'pg';
import { IS_BACKUP_RUNNING } from './backup-lock.js';
import { Clock, secondsAfter } from './clock.js';
import type { Config } from './config.js';
import { Log } from './log.js';
import { projectPath } from './paths.js';
import { CONFIG, POOL } from './tokens.js';
import { NotStored, notStored } from './not-stored.js';

/** The file in FILES_DIR that names the database which the folder belongs to. */
export const MARK = 'installation';
export const INSTALLATION = 'SELECT id FROM installation';
/** No work on one upload takes longer. */
const SCRATCH_SECONDS = 6 * 3600;

/** A folder for one upload; `drop` removes it. */
export interface Scratch {
  readonly folder: string;
  readonly drop: () => Promise<void>;
}

/** Where files stand that the database knows by name: FILES_DIR and its folders. */
@Injectable()
export class Storage implements OnApplicationBootstrap {
  readonly root: string;
  private id?: string;

  constructor(
    @Inject(CONFIG) private readonly config: Config,
    @Inject(POOL) private readonly pool: Pool,
    private readonly clock: Clock,
    private readonly log: Log,
  ) {
    this.root = projectPath(config.filesDir);
  }

  onApplicationBootstrap(): void {
    if (this.config.background) {
      void this.clearScratch().catch((error: unknown) => this.log.error(error, 'files'));
    }
  }

  /** A path in FILES_DIR. */
  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  /**
   * Makes a folder in FILES_DIR, for the product's own eyes; the same as FILES_DIR itself without a name. Refuses while the disk
   * is not mounted: what is written into the empty place below it would be gone when it is.
   */
  async folder(...parts: string[]): Promise<string> {
    const path = this.path(...parts);
    if (!(await this.isMarked())) {
      throw new NotStored(path, 'its FILES_DIR is not of this database', undefined);
    }
    await mkdir(path, { recursive: true, mode: 0o700 }).catch(notStored(path));
    return path;
  }

  /** Asked before anything is cleared away: another disk may have been mounted since the start. */
  async isOurs(): Promise<boolean> {
    const ours = await this.isMarked();
    if (!ours) this.log.error(`FILES_DIR ${this.root} is not of this database: nothing is cleared`, 'files');
    return ours;
  }

  /** Whether a backup is being made: what its dump names must be found until it ends. In doubt it is. */
  async isBeingCopied(): Promise<boolean> {
    const found = await this.pool.query<{ running: boolean }>(IS_BACKUP_RUNNING).catch(() => undefined);
    return found?.rows[0]?.running ?? true;
  }

  private async isMarked(): Promise<boolean> {
    this.id ??= (await this.pool.query<{ id: string }>(INSTALLATION)).rows[0]?.id;
    return this.id !== undefined && (await markIn(this.root).catch(notStored(this.root))) === this.id;
  }

  /** A folder of its own for an upload while it is looked at, on the disk where it may be kept. */
  async scratch(): Promise<Scratch> {
    const tmp = this.path('tmp');
    // A command may come before the first start, which takes the folder.
    await mkdir(tmp, { recursive: true, mode: 0o700 }).catch(notStored(tmp));
    const folder = await mkdtemp(join(tmp, 'upload-')).catch(notStored(tmp));
    return { folder, drop: () => rm(folder, { recursive: true, force: true }) };
  }

  /** Removes uploads that a killed process has left behind. */
  async clearScratch(): Promise<void> {
    const oldest = secondsAfter(this.clock.now(), -SCRATCH_SECONDS);
    for (const name of await readdir(this.path('tmp')).catch(() => [])) {
      const path = this.path('tmp', name);
      const found = await stat(path).catch(() => undefined);
      if (found && found.mtime < oldest) await rm(path, { recursive: true, force: true });
    }
  }
}

/** The id of the database that a folder belongs to; undefined where no database has taken it, '' where nobody can tell. */
export async function markIn(root: string): Promise<string | undefined> {
  const text = await readFile(join(root, MARK), 'utf8').catch((error: unknown) => {
    if ((error as { code?: string }).code !== 'ENOENT') throw error;
  });
  return text === undefined ? undefined : (/^[0-9a-f-]{36}(?=\n|$)/.exec(text)?.[0] ?? '');
}
