import { Inject, Injectable } from '@nestjs/common';
import { copyFile, mkdir, readdir, rm, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { Clock, secondsAfter } from '../clock.js';
import type { Config } from '../config.js';
import { projectPath } from '../paths.js';
import { Random } from '../random.js';
import { CONFIG } from '../tokens.js';

const KEPT_DAYS = 7;
const NAME = /^[\w-]{32}\.[a-z0-9]{1,8}$/;

/** Files that people have uploaded for a job, or that a job has made for them: kept a week under names that nobody guesses. */
@Injectable()
export class KeptFiles {
  private readonly folder: string;

  constructor(
    @Inject(CONFIG) config: Config,
    private readonly random: Random,
    private readonly clock: Clock,
  ) {
    this.folder = projectPath(config.filesDir);
  }

  /** A name and a path for a new file, such as of extension `csv`; the caller writes it. */
  async create(extension: string): Promise<{ name: string; path: string }> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 });
    const name = `${this.random.token(24)}.${extension}`;
    return { name, path: join(this.folder, name) };
  }

  /** Keeps an upload, which goes away with its form, while a job may come to it later; gives its name here. */
  async keep(path: string, fileName: string): Promise<string> {
    const extension = /^\.([a-z0-9]{1,8})$/.exec(extname(fileName).toLowerCase())?.[1];
    const kept = await this.create(extension ?? 'dat');
    await copyFile(path, kept.path);
    return kept.name;
  }

  /** Where the file with this name stands; undefined when no such file can be there. */
  path(name: string): string | undefined {
    return NAME.test(name) ? join(this.folder, name) : undefined;
  }

  /** Removes a file that is no longer needed. */
  async remove(name: string): Promise<void> {
    const path = this.path(name);
    if (path) await rm(path, { force: true });
  }

  /** Removes what is older than a week. */
  async sweep(): Promise<void> {
    const oldest = secondsAfter(this.clock.now(), -KEPT_DAYS * 86_400);
    for (const name of await readdir(this.folder).catch(() => [])) {
      const path = this.path(name);
      const found = path && (await stat(path).catch(() => undefined));
      if (path && found && found.mtime < oldest) await rm(path, { force: true });
    }
  }
}
