import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, manifestText, readManifest } from './manifest.js';
import { readSums, type Sum, SUMS_FILE, sumsText } from './sums.js';

const MANIFEST_FILE = 'manifest.json';
const WHOLE = /^kabinet-\d{4}-\d\d-\d\dT\d{6}Z$/;
const DRAFT = '.kabinet-draft-';

/** A backup that looks whole; its sums have not been compared. */
export interface FoundBackup {
  readonly path: string;
  readonly takenAt: Date;
  readonly manifest: Manifest;
}

/** A backup that is being written: under another name until all of it lies on the disk. */
export class Draft {
  private readonly sums: Sum[] = [];

  private constructor(
    private readonly folder: string,
    readonly path: string,
  ) {}

  /** Begins one, and clears away those of this database that have broken off: the caller holds its lock. */
  static async begin(folder: string, installation: string): Promise<Draft> {
    const ours = `${DRAFT}${installation}-`;
    for (const name of await readdir(folder)) {
      if (name.startsWith(ours)) await rm(join(folder, name), { recursive: true, force: true });
    }
    const path = join(folder, `${ours}${randomUUID()}`);
    await mkdir(path, { mode: 0o700 });
    return new Draft(folder, path);
  }

  /** A part that has been written. */
  add(sum: Sum): void {
    this.sums.push(sum);
  }

  /** Makes a backup of it, from one moment to the next; gives its folder. */
  async finish(manifest: Manifest): Promise<string> {
    const text = manifestText(manifest);
    await writeFile(join(this.path, MANIFEST_FILE), text, { mode: 0o600, flush: true });
    this.add({ name: MANIFEST_FILE, sha256: createHash('sha256').update(text).digest('hex') });
    await writeFile(join(this.path, SUMS_FILE), sumsText(this.sums), { mode: 0o600, flush: true });
    await syncFolder(this.path);
    const moment = manifest.takenAt.toISOString().slice(0, 19).replaceAll(':', '');
    const whole = join(this.folder, `kabinet-${moment}Z`);
    await rename(this.path, whole);
    await syncFolder(this.folder);
    return whole;
  }

  /** Leaves nothing of it. */
  async drop(): Promise<void> {
    await rm(this.path, { recursive: true, force: true });
  }
}

/** The backups in a folder of one database, or of any, the newest first. */
export async function backupsIn(folder: string, installation?: string): Promise<FoundBackup[]> {
  const found: FoundBackup[] = [];
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const manifest = WHOLE.test(name) ? await manifestOf(path) : undefined;
    if (manifest && (installation ?? manifest.installation) === manifest.installation) {
      found.push({ path, takenAt: manifest.takenAt, manifest });
    }
  }
  return found.sort((one, other) => other.takenAt.getTime() - one.takenAt.getTime());
}

/** What a backup says of itself; undefined where that cannot be read. */
export async function manifestOf(path: string): Promise<Manifest | undefined> {
  return readManifest(await readFile(join(path, MANIFEST_FILE), 'utf8').catch(() => ''));
}

/** The parts of a backup when every byte is as it was written; the first that is not, or none, otherwise. */
export async function partsOf(path: string): Promise<{ parts: Sum[] } | { damaged: string }> {
  const sums = readSums(await readFile(join(path, SUMS_FILE), 'utf8').catch(() => ''));
  if (!sums?.some(({ name }) => name === MANIFEST_FILE)) return { damaged: SUMS_FILE };
  for (const { name, sha256 } of sums) {
    const hash = createHash('sha256');
    try {
      for await (const chunk of createReadStream(join(path, name)) as AsyncIterable<Buffer>) {
        hash.update(chunk);
      }
    } catch {
      return { damaged: name };
    }
    if (hash.digest('hex') !== sha256) return { damaged: name };
  }
  return { parts: sums };
}

/** Removes a backup: its sums first, so that what is left of it is none. */
export async function removeBackup(path: string): Promise<void> {
  await rm(join(path, SUMS_FILE), { force: true });
  await rm(path, { recursive: true, force: true });
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  await folder.sync().finally(() => folder.close());
}
