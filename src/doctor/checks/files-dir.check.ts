import { randomUUID } from 'node:crypto';
import { rm, stat, statfs, writeFile } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { projectPath } from '../../core/paths.js';
import { INSTALLATION, markIn } from '../../core/storage.js';
import { fileSize } from '../../text/russian.js';
import { attention, bad, type Finding, good, together, unchecked } from '../finding.js';
import { type Check, NoDatabase, type Patient } from '../patient.js';
import { toldBy, troubleWords } from '../trouble-words.js';

/** A month of photos of a large company. */
const LITTLE_BYTES = 2_000_000_000;
/** A few workbooks. */
const NOTHING_BYTES = 200_000_000;
const LITTLE_SHARE = 0.05;

/** FILES_DIR: whose it is, whether the user of the service may write it, how much room there is. */
export const FILES_DIR_CHECK: Check = {
  id: 'files',
  name: 'Папка файлов',
  look: async (patient) => {
    const root = projectPath(patient.config.filesDir);
    try {
      return together([await owned(root, patient), await written(root), await room(root)]);
    } catch (error) {
      return bad(
        `Папкой FILES_DIR пользоваться нельзя: ${troubleWords(error)}`,
        'Подключите диск, если он отдельный, и дайте пользователю службы права на папку.',
        toldBy(error),
      );
    }
  },
};

/** The file `installation` in it names the database. */
async function owned(root: string, patient: Patient): Promise<Finding> {
  const mark = await markIn(root);
  if (mark === undefined) {
    return bad(
      'В папке нет файла installation: портал с ней ещё не запускался, или не подключён диск',
      'Подключите диск или запустите портал.',
    );
  }
  try {
    const [row] = await patient.rows<{ id: string }>(INSTALLATION);
    if (row?.id === mark) return good('Принадлежит этой базе');
  } catch (error) {
    if (!(error instanceof NoDatabase)) throw error;
    return unchecked('чья это папка, знает только база', 'Сначала исправьте «База данных».');
  }
  return bad('Папка принадлежит другой базе', 'Задайте в FILES_DIR папку этой базы.');
}

/** The user of the service is most likely the owner: what root may write says nothing. */
async function written(root: string): Promise<Finding> {
  const { uid } = await stat(root);
  const me = userInfo();
  for (const folder of [root, join(root, 'photos'), join(root, 'tmp')]) {
    const probe = join(folder, `probe-${randomUUID()}`);
    await writeFile(probe, 'x', { mode: 0o600 });
    await rm(probe, { force: true });
  }
  if (uid === me.uid) return good('записывается, владелец тот же, кто проверяет');
  return attention(
    `записывается, но владелец папки (uid ${uid}) не тот, кто проверяет (uid ${me.uid})`,
    'Запускайте портал и проверку от одного пользователя: sudo -u kabinet npm run doctor.',
  );
}

async function room(root: string): Promise<Finding> {
  const { bavail, blocks, bsize, ffree, files } = await statfs(root);
  const [free, all] = [bavail * bsize, blocks * bsize];
  const seen = `свободно ${sizeOf(free)} из ${sizeOf(all)}`;
  const todo = 'Освободите место или увеличьте диск: без него не сохраняются фотографии и документы.';
  if (free < NOTHING_BYTES || (files > 0 && ffree === 0)) return bad(seen, todo);
  return free < LITTLE_BYTES || free < all * LITTLE_SHARE ? attention(seen, todo) : good(seen);
}

function sizeOf(bytes: number): string {
  return bytes < 10_000_000_000 ? fileSize(bytes) : `${Math.round(bytes / 1_073_741_824)}\u00A0ГБ`;
}
