import { access, constants, link, mkdir, readdir, realpath, rm, writeFile } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { dirname, join } from 'node:path';
import pg from 'pg';
import type { Config } from './config.js';
import { projectPath } from './paths.js';
import { WrongSetting } from './settings-reader.js';
import { refuseUnfinished } from './unfinished-restore.js';
import { INSTALLATION, MARK, markIn } from './storage.js';

/** Whose lasting files a folder holds that no database has taken yet, as far as this one can tell; `missing`: it has some, not here. */
type Contents = 'nothing' | 'known' | 'unknown' | 'missing';

/** Looks through the folder, asking the database. */
export type LookInto = (root: string, database: pg.Client) => Promise<Contents>;

/**
 * Takes FILES_DIR for this database, at the start: a folder belongs to one database, whatever the number of its instances,
 * since what a database does not know is cleared away one day. Refuses a folder of another one, and one that cannot be written.
 */
export async function takeStorage(config: Config, lookInto: LookInto): Promise<void> {
  const root = projectPath(config.filesDir);
  const database = new pg.Client({ connectionString: config.databaseUrl, connectionTimeoutMillis: 10_000 });
  await database.connect();
  try {
    await refuseUnfinished(database);
    const { rows } = await database.query<{ id: string }>(INSTALLATION);
    const id = rows[0]!.id;
    await refuseNested(root);
    const mark = (await readMark(root)) ?? (await adopt(root, id, database, lookInto));
    if (mark !== id) {
      refuse(
        `${root} belongs to another database (${mark || 'the file there is damaged'}; this one is ${id}): give this one a folder of its own. ` +
          `If the files are its own, as after a restore from a very old backup, remove the file ${join(root, MARK)} first`,
      );
    }
    await tryToWrite(root);
  } finally {
    await database.end();
  }
}

async function adopt(root: string, id: string, database: pg.Client, lookInto: LookInto): Promise<string> {
  const contents = await lookInto(root, database).catch((error: unknown) => {
    const { path } = error as { path?: string };
    if (path !== undefined) unwritable(path)(error);
    // The database has refused.
    throw error;
  });
  if (contents === 'unknown') {
    refuse(
      `${root} holds photos or documents, none of which this database knows: give it a folder of its own, or restore the backup that belongs to them`,
    );
  }
  if (contents === 'missing') {
    refuse(
      `${root} holds no photos or documents, but the database knows some: mount the disk or name the folder where they are, or restore them there. ` +
        `If they are lost for good, write the line ${id} into the file ${join(root, MARK)}`,
    );
  }
  await tryToWrite(root);
  await writeMark(root, id).catch(unwritable(join(root, MARK)));
  // Another one may have been faster.
  return (await readMark(root)) ?? '';
}

/** A folder inside another FILES_DIR, or around one, would be swept by both. */
async function refuseNested(root: string): Promise<void> {
  const inside = await readdir(root).catch(() => []);
  for (const folder of [...(await foldersAbove(root)), ...inside.map((name) => join(root, name))]) {
    const mark = await markIn(folder).catch(() => undefined);
    if (mark) {
      refuse(
        `${root} lies inside a folder of files or around it: ${join(folder, MARK)} is there (${mark}); name another folder`,
      );
    }
  }
}

/** Those that a folder lies in, wherever links lead; it need not exist yet. */
async function foldersAbove(root: string): Promise<string[]> {
  let path = root;
  let real = await realpath(path).catch(() => undefined);
  while (real === undefined && path !== dirname(path)) {
    path = dirname(path);
    real = await realpath(path).catch(() => undefined);
  }
  const above = path === root ? [] : [real ?? path];
  for (let folder = real ?? path; folder !== dirname(folder); folder = dirname(folder)) {
    above.push(dirname(folder));
  }
  return above;
}

/** Comes into being whole, and only where there is none. */
async function writeMark(root: string, id: string): Promise<void> {
  const text = `${id}\nThe files in this folder belong to the database with this id (table installation).\n`;
  const draft = join(root, 'tmp', `${MARK}-${randomUUID()}`);
  await writeFile(draft, text, { mode: 0o600, flush: true });
  try {
    await link(draft, join(root, MARK));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EEXIST') return;
    // Some network disks have no links.
    await writeFile(join(root, MARK), text, { mode: 0o600, flag: 'wx', flush: true });
  } finally {
    await rm(draft, { force: true });
  }
}

/** Gives a folder to a restored database, whatever stood in its mark; the caller has looked. */
export async function giveStorage(root: string, id: string): Promise<void> {
  await tryToWrite(root);
  await rm(join(root, MARK), { force: true });
  await writeMark(root, id).catch(unwritable(join(root, MARK)));
}

function readMark(root: string): Promise<string | undefined> {
  return markIn(root).catch(unwritable(root));
}

/** The first photo of a resident is a bad moment to find out. */
async function tryToWrite(root: string): Promise<void> {
  const aside = join(root, 'aside');
  for (const folder of [
    root,
    join(root, 'photos'),
    join(root, 'tmp'),
    // Made when it is needed.
    ...((await isThere(aside)) ? [aside] : []),
  ]) {
    const probe = join(folder, `probe-${randomUUID()}`);
    await makeFolder(folder).catch(unwritable(folder));
    await access(folder, constants.R_OK | constants.W_OK | constants.X_OK).catch(unwritable(folder));
    await writeFile(probe, 'x', { mode: 0o600 }).catch(unwritable(folder));
    await rm(probe, { force: true }).catch(unwritable(folder));
  }
}

/** What mkdir does with `recursive`, which never ends where nothing can be made, as in /proc. */
async function makeFolder(path: string): Promise<void> {
  const make = () => mkdir(path, { mode: 0o700 });
  try {
    await make();
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === 'EEXIST') return;
    if (code !== 'ENOENT' || (await isThere(dirname(path)))) {
      throw error;
    }
    await makeFolder(dirname(path));
    await make().catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    });
  }
}

function isThere(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

function unwritable(path: string): (error: unknown) => never {
  return (error) => {
    const { code } = error as { code?: string };
    if (code === undefined) throw error;
    refuse(
      `${path} cannot be used (${code}): it must be a folder that the user of the service may read and write`,
    );
  };
}

function refuse(why: string): never {
  throw new WrongSetting(`Setting FILES_DIR: ${why}.`);
}
