import pg from 'pg';
import { TAKE_BACKUP_LOCK } from '../core/backup-lock.js';
import type { Config } from '../core/config.js';
import { lastBackup, rememberBackup, type LastBackup } from '../core/last-backup.js';
import { INSTALLATION } from '../core/storage.js';
import { filesAfter } from '../files/file-owners.js';
import { BackupRefused } from './backup-refused.js';

/** So many names are asked for at once. */
const PART = 1000;
/** Nobody waits for these statements, and the connection is idle while dumps are written. */
const PATIENT =
  'SET statement_timeout = 0; SET lock_timeout = 0; SET idle_in_transaction_session_timeout = 0';
const BEGIN = 'BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY';
const ABOUT = `SELECT now() AS "takenAt", pg_export_snapshot() AS id, pg_database_size(current_database())::float8 AS bytes,
  current_setting('server_version_num')::integer / 10000 AS version`;

/** Connects as the owner of the tables for work that takes long, and lets nobody else make or restore a backup of this database meanwhile. */
export async function connectAlone(config: Config): Promise<pg.Client> {
  const database = new pg.Client({
    connectionString: config.databaseOwnerUrl,
    connectionTimeoutMillis: 10_000,
  });
  // Told of by the statement that comes next.
  database.on('error', () => undefined);
  await database.connect();
  await database.query(PATIENT);
  const { rows } = await database.query<{ mine: boolean }>(TAKE_BACKUP_LOCK);
  if (rows[0]?.mine) return database;
  await database.end();
  throw new BackupRefused('Копия этой базы уже делается или восстанавливается. Дождитесь конца', 3);
}

/** The database as it is at one moment, for as long as this is open: what is dumped and what is asked here are the same. */
export class Snapshot {
  private constructor(
    private readonly database: pg.Client,
    /** For pg_dump. */
    readonly id: string,
    readonly takenAt: Date,
    readonly bytes: number,
    /** Of the server. */
    readonly version: number,
    readonly last: LastBackup | undefined,
  ) {}

  /**
   * From here on files are set aside rather than deleted: the lock comes first, and a file is deleted after its row, so whatever
   * this snapshot names is found until it is closed.
   */
  static async open(config: Config): Promise<Snapshot> {
    const database = await connectAlone(config);
    try {
      const last = await lastBackup(database);
      await database.query(BEGIN);
      const { rows } = await database.query<Pick<Snapshot, 'id' | 'takenAt' | 'bytes' | 'version'>>(ABOUT);
      const { id, takenAt, bytes, version } = rows[0]!;
      return new Snapshot(database, id, takenAt, bytes, version, last);
    } catch (error) {
      await database.end();
      throw error;
    }
  }

  /** The id of the database. */
  async installation(): Promise<string> {
    const { rows } = await this.database.query<{ id: string }>(INSTALLATION);
    return rows[0]!.id;
  }

  /** The migrations that have been run. */
  async migrations(): Promise<string[]> {
    const sql = 'SELECT "timestamp"::text AS number FROM migrations ORDER BY "timestamp"';
    return (await this.database.query<{ number: string }>(sql)).rows.map(({ number }) => number);
  }

  /** The names of all files that rows have, a part at a time. */
  async *files(): AsyncGenerator<string[]> {
    for (let after = ''; ;) {
      const names = await filesAfter(this.database, after, PART);
      if (names.length > 0) yield names;
      if (names.length < PART) return;
      after = names.at(-1)!;
    }
  }

  /** Notes a backup that is whole. */
  async remember(backup: Omit<LastBackup, 'finishedAt'>): Promise<void> {
    await this.database.query('COMMIT');
    await rememberBackup(this.database, backup);
  }

  async close(): Promise<void> {
    await this.database.end();
  }
}
