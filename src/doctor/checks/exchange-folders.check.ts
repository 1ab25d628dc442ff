import { randomUUID } from 'node:crypto';
import { rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectPath } from '../../core/paths.js';
import { ARRIVED, FOLDERS_OF_ITS_OWN, arrivingFiles } from '../../imports/folder/arriving-files.js';
import { plural } from '../../text/russian.js';
import { attention, bad, type Finding, good, together } from '../finding.js';
import type { Check } from '../patient.js';
import { toldBy, troubleWords } from '../trouble-words.js';

/** A load takes minutes, and a file that waits longer is not seen by the portal. */
const WAITS_MS = 3_600_000;

/** IMPORT_DIR and EXPORT_DIR: whether they are there, may be written, and whether files wait in the first. */
export const EXCHANGE_FOLDERS_CHECK: Check = {
  id: 'exchange-folders',
  name: 'Папки обмена',
  look: async ({ config: { exchange }, now }) => {
    const folders = { IMPORT_DIR: exchange.importDir, EXPORT_DIR: exchange.exportDir };
    const set = Object.entries(folders).filter(([, path]) => path !== '');
    if (set.length === 0) return undefined;
    const findings = await Promise.all(set.map(([name, path]) => written(name, projectPath(path))));
    if (exchange.importDir === '') return together(findings);
    return together([...findings, await waiting(projectPath(exchange.importDir), now())]);
  },
};

async function written(name: string, root: string): Promise<Finding> {
  try {
    const probe = join(root, `.probe-${randomUUID()}`);
    await writeFile(probe, 'x');
    await rm(probe, { force: true });
    return good(`${name} записывается`);
  } catch (error) {
    return bad(
      `Папкой ${name} пользоваться нельзя: ${troubleWords(error)}`,
      'Подключите сетевую папку и дайте пользователю службы права на запись: портал переносит файлы.',
      toldBy(error),
    );
  }
}

async function waiting(root: string, now: Date): Promise<Finding> {
  const files = await arrivingFiles(root, FOLDERS_OF_ITS_OWN).catch(() => []);
  const ages = await Promise.all(
    files.map(
      async ({ path }) =>
        now.getTime() - ((await stat(path).catch(() => undefined))?.ctimeMs ?? now.getTime()),
    ),
  );
  const late = ages.filter((age) => age > WAITS_MS).length;
  if (late === 0) return good('файлы не ждут');
  return attention(
    `больше часа ${plural(late, 'ждёт', 'ждут', 'ждут')} ${late}\u00a0${plural(late, 'файл', 'файла', 'файлов')}`,
    `Запущен ли портал? Если да, причина в его логе (${ARRIVED}).`,
  );
}
