import { lastBackup } from '../../core/last-backup.js';
import { age } from '../../text/age.js';
import { fileSize } from '../../text/russian.js';
import { attention, bad, good } from '../finding.js';
import type { Check } from '../patient.js';

const HOUR_MS = 3_600_000;
/** One night was missed. */
const LATE_HOURS = 36;
const LOST_HOURS = 24 * 7;

/** When `npm run backup` last made a whole one; of backups by others the portal knows nothing. */
export const BACKUP_CHECK: Check = {
  id: 'backup',
  name: 'Резервная копия',
  look: async ({ config, rows, now }) => {
    if (config.embedded) return undefined;
    const last = await lastBackup({ query: async (sql, values) => ({ rows: await rows(sql, values) }) });
    if (last === undefined) {
      return attention(
        'Портал не сделал ещё ни одной',
        'Настройте npm run backup по таймеру, как написано в docs/operation.ru.md. Если базу и файлы копирует другая программа, проверьте, что она копирует и то и другое.',
      );
    }
    const hours = (now().getTime() - last.takenAt.getTime()) / HOUR_MS;
    const seen = `Последняя ${age(last.takenAt, now())}, ${fileSize(last.bytes)}, файлов жителей ${last.files}`;
    if (hours < LATE_HOURS) return good(seen);
    const todo = 'Запустите npm run backup и посмотрите, почему не сработал таймер.';
    return hours < LOST_HOURS ? attention(seen, todo) : bad(seen, todo);
  },
};
