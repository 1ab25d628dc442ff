import { Injectable } from '@nestjs/common';
import { copyFile, readdir, rm, stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { Clock, secondsAfter } from './clock.js';
import { Random } from './random.js';
import { notStored } from './not-stored.js';
import { Storage } from './storage.js';

const KEPT_DAYS = 7;
const NAME = /^[\w-]{32}\.[a-z0-9]{1,8}$/;

/** Files that people have uploaded for a job, or that a job has made for them: kept a week under names that nobody guesses. */
@Injectable()
export class KeptFiles {
  constructor(
    private readonly storage: Storage,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {}

  /** A name and a path for a new file, such as of extension `csv`; the caller writes it. */
  async create(extension: string): Promise<{ name: string; path: string }> {
    await this.storage.folder();
    const name = `${this.random.token(24)}.${extension}`;
    return { name, path: this.storage.path(name) };
  }

  /** Lets `work` write a new file; when it fails, nothing of the file stays. */
  async write<T>(extension: string, work: (file: { name: string; path: string }) => Promise<T>): Promise<T> {
    const file = await this.create(extension);
    try {
      return await work(file);
    } catch (error) {
      await rm(file.path, { force: true });
      return notStored(file.path)(error);
    }
  }

  /** Keeps an upload, which goes away with its form, while a job may come to it later; gives its name here. */
  async keep(path: string, fileName: string): Promise<string> {
    const extension = /^\.([a-z0-9]{1,8})$/.exec(extname(fileName).toLowerCase())?.[1];
    return this.write(extension ?? 'dat', async (kept) => {
      await copyFile(path, kept.path);
      return kept.name;
    });
  }

  /** Where the file with this name stands; undefined when no such file can be there. */
  path(name: string): string | undefined {
    return NAME.test(name) ? this.storage.path(name) : undefined;
  }

  /** Removes a file that is no longer needed. */
  async remove(name: string): Promise<void> {
    const path = this.path(name);
    if (path) await rm(path, { force: true });
  }

  /** Removes what is older than a week and not `needed`, and uploads left behind; from a folder of ours only. */
  async sweep(needed: ReadonlySet<string> = new Set()): Promise<void> {
    if (!(await this.storage.isOurs())) return;
    await this.storage.clearScratch();
    const oldest = secondsAfter(this.clock.now(), -KEPT_DAYS * 86_400);
    for (const name of await readdir(this.storage.root).catch(() => [])) {
      const path = needed.has(name) ? undefined : this.path(name);
      const found = path && (await stat(path).catch(() => undefined));
      if (path && found && found.mtime < oldest) await rm(path, { force: true });
    }
  }
}
