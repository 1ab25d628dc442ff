import { attention, good, unknown } from '../finding.js';
import type { Check, Patient } from '../patient.js';
import { withoutValues } from './without-values.js';

/** What a page may wait for; imports and migrations take longer and are asked for seldom. */
const SLOW_MS = 500;
const LEAST_CALLS = 20;
const SHOWN = 5;

interface Statement {
  readonly query: string;
  readonly calls: string;
  readonly mean: number;
}

const IS_THERE = "SELECT FROM pg_extension WHERE extname = 'pg_stat_statements'";
/** Utility statements keep their values; these are of the kinds that lose them. */
const SLOWEST = `
  SELECT query, calls::text, mean_exec_time AS mean FROM pg_stat_statements
  WHERE dbid = (SELECT oid FROM pg_database WHERE datname = current_database()) AND calls >= ${LEAST_CALLS}
    AND query ~* '^\\s*(SELECT|INSERT|UPDATE|DELETE|WITH|MERGE)'
  ORDER BY mean_exec_time DESC LIMIT ${SHOWN}`;

/** The slowest statements, where PostgreSQL counts them. */
export const STATEMENTS_CHECK: Check = {
  id: 'statements',
  name: 'Медленные запросы',
  look: async (patient) => {
    if (!(await isCounted(patient))) {
      return unknown(
        'Узнать нельзя: в базе нет расширения pg_stat_statements, которое их считает',
        "Портал работает и без него. Чтобы увидеть медленные запросы, включите расширение: суперпользователем ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements', перезапуск PostgreSQL, в базе портала CREATE EXTENSION pg_stat_statements и GRANT pg_read_all_stats пользователю портала; подробнее в docs/operation.ru.md.",
      );
    }
    const statements = await patient.rows<Statement>(SLOWEST);
    if (statements.length === 0) return good('Запросов, которые повторялись бы часто, пока нет');
    const seen = `Самые медленные в среднем: ${statements.map(shown).join('; ')}`;
    return statements.some(({ mean }) => mean >= SLOW_MS)
      ? attention(seen, 'Приложите пакет для поддержки: в нём эти запросы без значений.')
      : good(seen);
  },
};

async function isCounted({ rows }: Patient): Promise<boolean> {
  return (await rows(IS_THERE)).length > 0;
}

function shown({ query, calls, mean }: Statement): string {
  return `${Math.round(mean)}\u00A0мс × ${calls}: ${withoutValues(query)}`;
}
