import { mkdir, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { parseArgs } from 'node:util';
import type { Config } from '../core/config.js';
import { projectPath } from '../core/paths.js';
import { markIn } from '../core/storage.js';
import { dateTime, fileSize, plural } from '../text/russian.js';
import { type Copied, filesNamed, sizeOf } from './backup-files.js';
import { backupsIn, Draft, removeBackup } from './backup-folder.js';
import { BackupRefused } from './backup-refused.js';
import { chosenRecipient, encryptInto } from './cipher.js';
import { type PostgresTools, postgresTools, reach } from './postgres-tools.js';
import { Program } from './program.js';
import { together } from './together.js';
import type { Recipient } from './recipient.js';
import { roomNeeded } from './room.js';
import { outdated } from './rotation.js';
import { Snapshot } from './snapshot.js';
import { pack } from './tar.js';

/** The names of the two parts, before that of the program which encrypts them. */
export const DUMP = 'database.dump';
export const FILES = 'files.tar';

/** `npm run backup [-- FOLDER]`: database and files of one moment, encrypted, into a folder. Returns the exit code. */
export async function runBackup(
  config: Config,
  args: readonly string[],
  { print, loadModules }: { print: (line: string) => void; loadModules: () => Promise<unknown> },
): Promise<number> {
  const folder = await folderOf(config, args);
  const recipient = await chosenRecipient(config.backup.recipient);
  await loadModules();
  const snapshot = await Snapshot.open(config);
  try {
    const tools = await postgresTools(snapshot.version, config.environment);
    const root = projectPath(config.filesDir);
    await refuseOtherFiles(root, snapshot);
    await refuseFullDisk(folder, root, snapshot);
    const installation = await snapshot.installation();
    const draft = await Draft.begin(folder, installation);
    try {
      const { copied, bytes } = await write(draft, { config, snapshot, tools, recipient, root });
      const path = await draft.finish({
        ...{ format: 1, takenAt: snapshot.takenAt, installation, dumpVersion: tools.version },
        ...{ migrations: await snapshot.migrations(), databaseBytes: snapshot.bytes },
        ...{ files: copied.files, filesBytes: copied.bytes, filesMissing: copied.missing },
      });
      await snapshot.remember({ takenAt: snapshot.takenAt, folder: path, bytes, files: copied.files });
      tell(print, { config, snapshot, path, copied, bytes });
    } catch (error) {
      await draft.drop();
      throw inWords(error, folder);
    }
    await rotate(folder, installation, config.timeZone, print);
    return 0;
  } finally {
    await snapshot.close();
  }
}

interface Work {
  readonly config: Config;
  readonly snapshot: Snapshot;
  readonly tools: PostgresTools;
  readonly recipient: Recipient;
  readonly root: string;
}

async function write(
  draft: Draft,
  { config, snapshot, tools, recipient, root }: Work,
): Promise<{ copied: Copied; bytes: number }> {
  const { url, env } = reach(config);
  const options = ['--format=custom', '--no-password', `--snapshot=${snapshot.id}`, `--dbname=${url}`];
  const dump = new Program(tools.path('pg_dump'), options, env);
  dump.stdin.end();
  const part = (name: string, source: Readable) => {
    const full = `${name}.${recipient.tool}`;
    return encryptInto(join(draft.path, full), full, source, recipient);
  };
  const dumping = part(DUMP, dump.stdout);
  await together(dump.done(), dumping);
  const copied: Copied = { files: 0, bytes: 0, missing: 0 };
  const dumped = await dumping;
  const archived = await part(FILES, Readable.from(pack(filesNamed(root, snapshot.files(), copied))));
  draft.add(dumped);
  draft.add(archived);
  return { copied, bytes: dumped.bytes + archived.bytes };
}

async function folderOf(config: Config, args: readonly string[]): Promise<string> {
  let named: string | undefined;
  try {
    const { positionals } = parseArgs({ args: [...args], allowPositionals: true, options: {} });
    if (positionals.length > 1) throw new Error('more than one folder');
    named = positionals[0];
  } catch {
    throw new BackupRefused('Так: npm run backup [-- ПАПКА]', 2);
  }
  if (named === undefined && config.backup.folder === '') {
    throw new BackupRefused('Не задана папка для копий: BACKUP_DIR или npm run backup -- ПАПКА', 2);
  }
  const folder = named === undefined ? projectPath(config.backup.folder) : resolve(named);
  await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw inWords(error, folder);
  });
  return folder;
}

/** An empty place below a disk that is not mounted would make a backup without files. */
async function refuseOtherFiles(root: string, snapshot: Snapshot): Promise<void> {
  const mark = await markIn(root).catch(() => '');
  if (mark === (await snapshot.installation())) return;
  const any = await snapshot.files().next();
  if (mark === undefined && any.done) return;
  throw new BackupRefused(
    `FILES_DIR ${root} ${mark === undefined ? 'пуст, а база знает файлы: подключён ли диск?' : 'не от этой базы'}`,
  );
}

async function refuseFullDisk(folder: string, root: string, snapshot: Snapshot): Promise<void> {
  const last = snapshot.last?.bytes;
  const files = last === undefined ? await sizeOf(root, snapshot.files()) : 0;
  const needed = roomNeeded(last, snapshot.bytes, files);
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize >= needed) return;
  throw new BackupRefused(
    `В папке ${folder} свободно ${fileSize(bavail * bsize)}, а копии нужно до ${fileSize(needed)}`,
  );
}

async function rotate(
  folder: string,
  installation: string,
  timeZone: string,
  print: (line: string) => void,
): Promise<void> {
  const old = outdated(await backupsIn(folder, installation), timeZone);
  for (const { path } of old) await removeBackup(path);
  if (old.length > 0) {
    print(
      `${plural(old.length, 'Удалена', 'Удалены', 'Удалено')} ${old.length} ${plural(old.length, 'старая копия', 'старые копии', 'старых копий')}.`,
    );
  }
}

interface Done {
  readonly config: Config;
  readonly snapshot: Snapshot;
  readonly path: string;
  readonly copied: Copied;
  readonly bytes: number;
}

function tell(print: (line: string) => void, { config, snapshot, path, copied, bytes }: Done): void {
  const { files, missing } = copied;
  print(`Копия на ${dateTime(snapshot.takenAt, config.timeZone)} готова: ${path}`);
  print(
    `База и ${files.toLocaleString('ru-RU')} ${plural(files, 'файл', 'файла', 'файлов')}, ${fileSize(bytes)}.`,
  );
  if (missing > 0) {
    print(
      `Внимание: ${missing} ${plural(missing, 'файла, о котором', 'файлов, о которых', 'файлов, о которых')} знает база, в FILES_DIR нет.`,
    );
  }
}

function inWords(error: unknown, folder: string): unknown {
  const { code } = error as { code?: string };
  if (code === 'ENOSPC' || code === 'EDQUOT') return new BackupRefused(`Кончилось место на диске: ${folder}`);
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS' || code === 'ENOTDIR') {
    return new BackupRefused(`В папку ${folder} нельзя писать (${code})`);
  }
  return error;
}
