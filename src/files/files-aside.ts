import { Injectable } from '@nestjs/common';
import { access, mkdir, readdir, rename, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Clock, secondsAfter } from '../core/clock.js';
import { Storage } from '../core/storage.js';
import { FOLDER, KEPT_NAME, namesIn } from './file-names.js';

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** So long a file that the database does not know waits for a database that does. */
export const ASIDE_DAYS = 30;

/** Files that the database does not know, as after a restore from an older backup: in FILES_DIR, a folder for each day. */
@Injectable()
export class FilesAside {
  constructor(
    private readonly storage: Storage,
    private readonly clock: Clock,
  ) {}

  /** The days on which something was set aside, the latest first. */
  async days(): Promise<string[]> {
    const names = await readdir(this.storage.path('aside')).catch(() => []);
    return names.filter((name) => DAY.test(name)).sort((one, other) => (one < other ? 1 : -1));
  }

  /** Whether the 30 days of a day are over. */
  isOver(day: string): boolean {
    return day < dayOf(secondsAfter(this.clock.now(), -ASIDE_DAYS * 86_400));
  }

  /** What was set aside on a day, a part at a time. */
  names(day: string): AsyncGenerator<string[]> {
    return namesIn(this.pathOf(day), (name) => KEPT_NAME.test(name));
  }

  /** Sets files aside; gives the folder, and how many they were: another instance may have been faster. */
  async set(names: readonly string[]): Promise<{ folder: string; count: number }> {
    const folder = this.pathOf(dayOf(this.clock.now()));
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const moved = await Promise.all(
      names.map((name) => move(this.storage.path(FOLDER, name), join(folder, name))),
    );
    return { folder, count: moved.filter(Boolean).length };
  }

  /** Puts a file back where it was; false when it was not set aside. */
  async takeBack(name: string): Promise<boolean> {
    const days = await this.days();
    if (days.length > 0) await this.storage.folder(FOLDER);
    for (const day of days) {
      if (await this.back(day, name)) return true;
    }
    return false;
  }

  /** Puts a file of one day back. */
  async back(day: string, name: string): Promise<boolean> {
    const path = this.storage.path(FOLDER, name);
    // Never over one that stands there.
    if (
      await access(path).then(
        () => true,
        () => false,
      )
    ) {
      return false;
    }
    return move(join(this.pathOf(day), name), path);
  }

  /** Deletes files, wherever they were set aside. */
  async remove(names: readonly string[]): Promise<void> {
    for (const day of await this.days()) {
      for (const name of names) await rm(join(this.pathOf(day), name), { force: true });
    }
  }

  /** Deletes what was set aside on a day; gives how many files that were. */
  async delete(day: string): Promise<number> {
    let count = 0;
    for await (const names of this.names(day)) {
      for (const name of names) await rm(join(this.pathOf(day), name), { force: true });
      count += names.length;
    }
    await this.forgetEmpty(day);
    return count;
  }

  /** Removes the folder of a day that holds nothing any more. */
  async forgetEmpty(day: string): Promise<void> {
    await rmdir(this.pathOf(day)).catch(() => undefined);
  }

  private pathOf(day: string): string {
    return this.storage.path('aside', day);
  }
}

function dayOf(moment: Date): string {
  return moment.toISOString().slice(0, 10);
}

/** Moving is one step for the disk: whoever is killed leaves a file here or there, never none. */
async function move(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return false;
    throw error;
  }
}
