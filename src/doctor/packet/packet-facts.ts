import pg from 'pg';
import { IMPORTS_LATELY } from '../../accounts/import/imports-health.sql.js';
import { ACTIONS_LATELY } from '../../audit/audit-counts.sql.js';
import { BATCHES_LATELY } from '../../billing/batches-health.sql.js';
import type { Config } from '../../core/config.js';
import { JOBS_LATELY } from '../../core/jobs-health.sql.js';
import { LETTERS_LATELY } from '../../mail/letters-health.sql.js';
import { troubleWords } from '../trouble-words.js';

const CONNECT_MS = 3000;
const STATEMENT_MS = 5000;

/** Figures, kinds and moments: no statement of these reads what somebody has typed. */
const FACTS: Readonly<Record<string, string>> = {
  migrations: 'SELECT "timestamp"::text AS number, name FROM migrations ORDER BY "timestamp"',
  tables: `
    SELECT c.relname AS name, c.reltuples::float8 AS rows, pg_total_relation_size(c.oid)::float8 AS bytes,
      s.n_dead_tup::float8 AS dead, s.last_autovacuum AS "vacuumed", s.last_autoanalyze AS "analyzed"
    FROM pg_class c LEFT JOIN pg_stat_user_tables s ON s.relid = c.oid
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = current_schema()::regnamespace ORDER BY 3 DESC`,
  postgres: `
    SELECT name, setting, unit FROM pg_settings
    WHERE name IN ('max_connections', 'shared_buffers', 'work_mem', 'effective_cache_size', 'fsync', 'synchronous_commit',
      'random_page_cost', 'autovacuum', 'max_wal_size', 'statement_timeout', 'server_version', 'TimeZone') ORDER BY name`,
  jobs: JOBS_LATELY,
  letters: LETTERS_LATELY,
  imports: IMPORTS_LATELY,
  batches: BATCHES_LATELY,
  actions: ACTIONS_LATELY,
};

/** What the database can tell of itself and of the last days without a name in it. */
export async function packetFacts(config: Config): Promise<Record<string, unknown>> {
  const client = new pg.Client({
    connectionString: config.databaseUrl,
    application_name: 'kabinet doctor',
    connectionTimeoutMillis: CONNECT_MS,
    statement_timeout: STATEMENT_MS,
    query_timeout: STATEMENT_MS,
  });
  client.on('error', () => undefined);
  const facts: Record<string, unknown> = {};
  try {
    await client.connect();
    for (const [name, sql] of Object.entries(FACTS)) {
      facts[name] = await client.query<Record<string, unknown>>(sql).then(
        ({ rows }) => rows,
        (error: unknown) => `не прочитано: ${troubleWords(error)}`,
      );
    }
  } catch (error) {
    facts['database'] = `не прочитано: ${troubleWords(error)}`;
  } finally {
    void client.end().catch(() => undefined);
  }
  return facts;
}
