import { join, resolve } from 'node:path';
import type { Config } from '../core/config.js';
import { knownMigrations } from '../core/migrate.js';
import { projectPath } from '../core/paths.js';
import { DUMP, FILES } from './backup.command.js';
import { backupsIn, manifestOf, partsOf } from './backup-folder.js';
import { BackupRefused } from './backup-refused.js';
import { Opener } from './cipher.js';
import type { Manifest } from './manifest.js';
import { isTar } from './tar.js';

/** A path, a name in BACKUP_DIR, or the newest there. */
export async function backupPath(config: Config, asked: string): Promise<string> {
  if (config.backup.folder === '' || /[/\\]/.test(asked)) return resolve(asked);
  const folder = projectPath(config.backup.folder);
  if (asked !== 'latest') return join(folder, asked);
  const [newest] = await backupsIn(folder).catch(() => []);
  if (!newest) throw new BackupRefused(`В папке ${folder} нет ни одной копии`);
  return newest.path;
}

/** A backup that may be restored: every byte is as it was written, and this program knows its database. */
export async function wholeBackup(path: string): Promise<{ manifest: Manifest; parts: readonly string[] }> {
  const found = await partsOf(path);
  if ('damaged' in found) {
    throw new BackupRefused(
      `Копия ${path} повреждена или сделана не до конца: ${found.damaged}. Ничего не тронуто`,
    );
  }
  const manifest = await manifestOf(path);
  if (!manifest) throw new BackupRefused(`Копия ${path} сделана другой версией программы`);
  const known = await knownMigrations();
  if (!manifest.migrations.every((number) => known.has(number))) {
    throw new BackupRefused(`Копия ${path} сделана более новой версией программы: установите её или новее`);
  }
  return { manifest, parts: found.parts.map(({ name }) => name) };
}

/** What opens both parts; it has been tried on each. */
export async function openerOf(
  path: string,
  parts: readonly string[],
  key: string | undefined,
): Promise<{ opener: Opener; dump: string; files: string }> {
  const tool = (['age', 'gpg'] as const).find((one) => parts.includes(`${DUMP}.${one}`));
  if (tool === undefined || !parts.includes(`${FILES}.${tool}`)) {
    throw new BackupRefused(`В копии ${path} нет базы или файлов`);
  }
  const [dump, files] = [join(path, `${DUMP}.${tool}`), join(path, `${FILES}.${tool}`)];
  const opener = await Opener.with(tool, key === undefined ? undefined : resolve(key));
  try {
    await opener.try(dump, (head) => head.subarray(0, 5).toString('latin1') === 'PGDMP');
    await opener.try(files, isTar);
    return { opener, dump, files };
  } catch (error) {
    await opener.close();
    throw error;
  }
}
