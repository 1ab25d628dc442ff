import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type pg from 'pg';
import type { Config } from '../core/config.js';
import { migrate } from '../core/migrate.js';
import { projectPath } from '../core/paths.js';
import { giveStorage } from '../core/storage-owner.js';
import { INSTALLATION, markIn } from '../core/storage.js';
import { BEGIN_SETTLING } from '../core/unfinished-restore.js';
import { RELEASE_HELD } from '../mail/letters.sql.js';
import { dateTime, plural } from '../text/russian.js';
import { BackupRefused } from './backup-refused.js';
import { backupPath, openerOf, wholeBackup } from './chosen-backup.js';
import type { Manifest } from './manifest.js';
import { postgresTools } from './postgres-tools.js';
import { guestsOf, isEmpty, restoreDatabase } from './restore-database.js';
import { refuseWithoutRoom, restoreFiles } from './restore-files.js';
import { lostWords, settledWords } from './restore-words.js';
import { lastOnes, settle } from './settling.js';
import { connectAlone } from './snapshot.js';

const USAGE =
  'Так: npm run restore -- КОПИЯ|latest --key ФАЙЛ [--replace] [--verify] или npm run restore -- --release-letters|--settle';

const GUEST_LOOKS = 10;
const GUEST_PAUSE_MS = 100;

type Print = (line: string) => void;

/**
 * `npm run restore -- FOLDER --key FILE`: puts a backup into an empty database, or in the place of what is there. Everything that
 * can be looked at is looked at before anything is touched. Returns the exit code.
 */
export async function runRestore(config: Config, args: readonly string[], print: Print): Promise<number> {
  const asked = read(args);
  if (asked.release) return release(config, print);
  if (asked.settle) return settleOnly(config, print);
  const path = await backupPath(config, asked.backup);
  const { manifest, parts } = await wholeBackup(path);
  const { opener, dump, files } = await openerOf(path, parts, asked.key);
  try {
    print(`Копия на ${dateTime(manifest.takenAt, config.timeZone)} цела, ключ подходит: ${path}`);
    if (asked.verify) return 0;
    const tools = await postgresTools(manifest.dumpVersion, config.environment);
    const database = await connectAlone(config);
    try {
      const root = projectPath(config.filesDir);
      const replace = await refuseOtherState(database, asked.replace);
      await refuseOtherFiles(root, manifest, replace ? await idOf(database) : undefined);
      await refuseWithoutRoom(root, manifest.filesBytes);
      const count = await restoreFiles(root, opener, files);
      if (count !== manifest.files) {
        throw new BackupRefused(`В копии ${count} файлов вместо ${manifest.files}`);
      }
      await restoreDatabase(config, { tools, opener, path: dump, replace });
      await giveStorage(root, manifest.installation);
      await migrate(config);
      const last = await lastOnes(database);
      const settled = await settle(database, dateTime(manifest.takenAt, config.timeZone));
      const { takenAt, filesMissing: missing } = manifest;
      const [now, { timeZone }] = [await nowOf(database), config];
      const lost = lostWords({ takenAt, now, timeZone, files: count, missing, last });
      for (const line of [...lost, ...settledWords(settled)]) print(line);
      return 0;
    } finally {
      await database.end();
    }
  } finally {
    await opener.close();
  }
}

interface Asked {
  readonly backup: string;
  readonly key: string | undefined;
  readonly replace: boolean;
  readonly verify: boolean;
  readonly release: boolean;
  readonly settle: boolean;
}

function read(args: readonly string[]): Asked {
  const flag = { type: 'boolean', default: false } as const;
  try {
    const { positionals, values } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        key: { type: 'string' },
        replace: flag,
        verify: flag,
        'release-letters': flag,
        settle: flag,
      },
    });
    const release = values['release-letters'];
    const { key, replace, verify, settle: alone } = values;
    if (positionals.length !== (release || alone ? 0 : 1)) throw new Error('no backup, or several');
    return { backup: positionals[0] ?? '', key, replace, verify, release, settle: alone };
  } catch {
    throw new BackupRefused(USAGE, 2);
  }
}

async function refuseGuests(database: pg.Client): Promise<void> {
  let guests = await guestsOf(database);
  // The server may take a moment to see that somebody has left.
  for (let look = 1; guests > 0 && look < GUEST_LOOKS; look += 1) {
    await sleep(GUEST_PAUSE_MS);
    guests = await guestsOf(database);
  }
  if (guests > 0) {
    throw new BackupRefused(
      `С базой работают: ${guests} ${plural(guests, 'соединение', 'соединения', 'соединений')}. Остановите портал и всё остальное`,
    );
  }
}

/** Gives whether something has to go. */
async function refuseOtherState(database: pg.Client, mayReplace: boolean): Promise<boolean> {
  await refuseGuests(database);
  if (await isEmpty(database)) return false;
  if (mayReplace) return true;
  throw new BackupRefused('База не пуста. С --replace её содержимое будет заменено копией');
}

async function idOf(database: pg.Client): Promise<string | undefined> {
  const { rows } = await database.query("SELECT WHERE to_regclass('installation') IS NOT NULL");
  if (rows.length === 0) return undefined;
  return (await database.query<{ id: string }>(INSTALLATION)).rows[0]?.id;
}

/** A folder belongs to one database: that of the backup, or the one that it takes the place of. */
async function refuseOtherFiles(
  root: string,
  manifest: Manifest,
  replaced: string | undefined,
): Promise<void> {
  const mark = await markIn(root);
  if (mark === undefined || mark === manifest.installation || mark === replaced) return;
  throw new BackupRefused(`FILES_DIR ${root} принадлежит другой базе (${mark}): назовите другую папку`);
}

async function nowOf(database: pg.Client): Promise<Date> {
  return (await database.query<{ now: Date }>('SELECT now()')).rows[0]!.now;
}

/** What follows a restore, for a database that was brought back by other means, as by pgBackRest. */
async function settleOnly(config: Config, print: Print): Promise<number> {
  const database = await connectAlone(config);
  try {
    await refuseGuests(database);
    await migrate(config);
    await database.query(BEGIN_SETTLING);
    const settled = await settle(database, 'восстановлена не этой программой');
    for (const line of settledWords(settled)) print(line);
    return 0;
  } finally {
    await database.end();
  }
}

async function release(config: Config, print: Print): Promise<number> {
  const database = await connectAlone(config);
  try {
    const count = (await database.query(RELEASE_HELD)).rowCount ?? 0;
    print(
      `${plural(count, 'Уйдёт', 'Уйдут', 'Уйдут')} ${count} ${plural(count, 'письмо', 'письма', 'писем')}.`,
    );
    return 0;
  } finally {
    await database.end();
  }
}
