import { missingMigrations } from '../../core/migrate.js';
import { plural } from '../../text/russian.js';
import { attention, bad, good } from '../finding.js';
import type { Check } from '../patient.js';

const DONE = 'SELECT "timestamp"::text AS number, name FROM migrations ORDER BY "timestamp"';
const IS_THERE = "SELECT FROM pg_class WHERE oid = to_regclass('migrations')";

/** Whether database and program are of the same age. */
export const MIGRATIONS_CHECK: Check = {
  id: 'migrations',
  name: 'Схема базы',
  look: async ({ rows }) => {
    if ((await rows(IS_THERE)).length === 0) {
      return bad(
        'База пуста: портал в ней ещё не запускался',
        'Выполните npm run migrate или запустите портал.',
      );
    }
    const done = await rows<{ number: string; name: string }>(DONE);
    const { missing, unknown } = await missingMigrations(done.map(({ number }) => number));
    const last = done.at(-1)?.name ?? 'нет';
    if (missing.length > 0) {
      const count = missing.length;
      return bad(
        `Не ${plural(count, 'применена', 'применены', 'применено')} ${count}\u00A0${plural(count, 'миграция', 'миграции', 'миграций')}, последняя применённая ${last}`,
        'Выполните npm run migrate или перезапустите портал.',
      );
    }
    if (unknown.length > 0) {
      return attention(
        `База новее этой программы, последняя миграция ${last}`,
        'Запустите ту версию портала, которая обновила базу.',
      );
    }
    return good(`Применены все миграции, последняя ${last}`);
  },
};
