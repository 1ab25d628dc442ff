import type { TypeOrmModuleOptions } from '@nestjs/typeorm';
import type { Pool, QueryResultRow } from 'pg';
import { DefaultNamingStrategy } from 'typeorm';
import type { Config } from './config.js';

/** Columns are named as fields, in snake case: `ownerName` is `owner_name`. */
class SnakeNaming extends DefaultNamingStrategy {
  override columnName(property: string, custom: string, prefixes: string[]): string {
    return custom || snake([...prefixes, property].join('_'));
  }

  override joinColumnName(relation: string, referenced: string): string {
    return snake(`${relation}_${referenced}`);
  }
}

/** A row of a table as its entity, which names columns in camel case. */
export function entityOf<Entity extends object>(type: new () => Entity, row: object): Entity {
  const fields = Object.entries(row).map(([column, value]) => [
    column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    value as unknown,
  ]);
  return Object.assign(new type(), Object.fromEntries(fields) as object);
}

function snake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}

/** What one instance opens besides `DATABASE_POOL`: attempts are counted by four, one watches, one hears the desk. */
export const CONNECTIONS_BESIDE_PAGES = 6;
/** What an instance calls the one connection by which it can be counted. */
export const CONNECTIONS_OF_WATCH = 'kabinet watch';

/** What each connection asks for. */
export const connectionOptions = {
  connectionTimeoutMillis: 3000,
  statement_timeout: 10_000,
  // A long load must not hold all connections with people who wait for it.
  lock_timeout: 3_000,
  idle_in_transaction_session_timeout: 10_000,
} as const;

/** How the product talks to PostgreSQL: short waits, so that a page answers 503 rather than hangs; see also `DatabaseWatch`. */
export function databaseOptions(config: Config): TypeOrmModuleOptions {
  return {
    type: 'postgres',
    url: config.databaseUrl,
    applicationName: 'kabinet',
    autoLoadEntities: true,
    synchronize: false,
    migrationsRun: false,
    namingStrategy: new SnakeNaming(),
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    logging: false,
    retryAttempts: 10,
    retryDelay: 1000,
    verboseRetryLog: false,
    poolSize: config.databasePool,
    extra: connectionOptions,
  };
}

/** A query that PostgreSQL plans once a connection; for pages that many people open at once. */
export class Prepared<Row extends QueryResultRow> {
  constructor(
    readonly name: string,
    readonly text: string,
  ) {}

  async rows(pool: Pool, ...values: unknown[]): Promise<Row[]> {
    const result = await pool.query<Row>({ name: this.name, text: this.text, values });
    return result.rows;
  }

  async first(pool: Pool, ...values: unknown[]): Promise<Row | undefined> {
    const [row] = await this.rows(pool, ...values);
    return row;
  }
}
