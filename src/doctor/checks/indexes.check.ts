import { date, fileSize, plural } from '../../text/russian.js';
import { attention, bad, type Finding, good, together } from '../finding.js';
import type { Check } from '../patient.js';

/** Reports of the month use some indexes once. */
const LEAST_DAYS = 35;
/** Smaller ones cost nothing worth a word. */
const LEAST_BYTES = 50_000_000;
const DAY_MS = 86_400_000;

interface Unused {
  readonly name: string;
  readonly size: string;
}

const SINCE = `SELECT coalesce(stats_reset, pg_postmaster_start_time()) AS since FROM pg_stat_database
  WHERE datname = current_database()`;
const UNUSED = `
  SELECT s.indexrelname AS name, pg_relation_size(s.indexrelid)::text AS size
  FROM pg_stat_user_indexes s JOIN pg_index i ON i.indexrelid = s.indexrelid
  WHERE s.idx_scan = 0 AND NOT i.indisunique AND i.indisvalid AND pg_relation_size(s.indexrelid) >= ${LEAST_BYTES}
  ORDER BY pg_relation_size(s.indexrelid) DESC`;
const INVALID = 'SELECT indexrelid::regclass::text AS name FROM pg_index WHERE NOT indisvalid';

/** Indexes that nothing uses, and those that PostgreSQL cannot use. */
export const INDEXES_CHECK: Check = {
  id: 'indexes',
  name: 'Индексы',
  look: async ({ config, rows, now }) => {
    const [row] = await rows<{ since: Date }>(SINCE);
    const invalid = await rows<{ name: string }>(INVALID);
    const unused = await rows<Unused>(UNUSED);
    const days = Math.floor((now().getTime() - row!.since.getTime()) / DAY_MS);
    const since = `Обращения к индексам считаются с ${date(row!.since, config.timeZone)}`;
    return together([...broken(invalid), spare(since, days, unused)]);
  },
};

function broken(invalid: readonly { name: string }[]): Finding[] {
  if (invalid.length === 0) return [];
  const names = invalid.map(({ name }) => name).join(', ');
  return [bad(`Построены не до конца: ${names}`, `Выполните REINDEX INDEX для каждого: ${names}.`)];
}

function spare(since: string, days: number, unused: readonly Unused[]): Finding {
  const count = unused.length;
  if (count === 0) return good(`${since}, больших неиспользуемых нет`);
  const names = unused.map(({ name, size }) => `${name} (${fileSize(Number(size))})`).join(', ');
  const seen = `${since}, не пригодились ${count}\u00A0${plural(count, 'большой', 'больших', 'больших')}: ${names}`;
  if (days < LEAST_DAYS) return good(`${seen}. Судить рано: нужно ${LEAST_DAYS} дней с закрытием месяца`);
  return attention(seen, 'Ничего не удаляйте сами: приложите пакет для поддержки.');
}
