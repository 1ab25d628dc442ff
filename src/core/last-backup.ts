/** The last backup that was made whole. */
export interface LastBackup {
  /** The moment whose state it holds. */
  readonly takenAt: Date;
  readonly finishedAt: Date;
  readonly folder: string;
  readonly bytes: number;
  readonly files: number;
}

/** What reads and writes it: a pool or a single connection. */
interface Database {
  query(sql: string, values?: unknown[]): Promise<{ rows: unknown[] }>;
}

const READ = `SELECT taken_at AS "takenAt", finished_at AS "finishedAt", folder, bytes::float8 AS bytes, files::float8 AS files
  FROM last_backup`;
const WRITE = `INSERT INTO last_backup (taken_at, finished_at, folder, bytes, files) VALUES ($1, now(), $2, $3, $4)
  ON CONFLICT (single) DO UPDATE SET (taken_at, finished_at, folder, bytes, files) =
    (excluded.taken_at, excluded.finished_at, excluded.folder, excluded.bytes, excluded.files)`;

/** The last good backup; undefined where none was made, or where the database is older than this question. */
export async function lastBackup(database: Database): Promise<LastBackup | undefined> {
  return (await isKnown(database)) ? ((await database.query(READ)).rows[0] as LastBackup) : undefined;
}

/** Notes that a backup is whole. A database that has not been brought up to date yet has no place for that. */
export async function rememberBackup(
  database: Database,
  { takenAt, folder, bytes, files }: Omit<LastBackup, 'finishedAt'>,
): Promise<void> {
  if (await isKnown(database)) await database.query(WRITE, [takenAt, folder, bytes, files]);
}

async function isKnown(database: Database): Promise<boolean> {
  return (await database.query("SELECT WHERE to_regclass('last_backup') IS NOT NULL")).rows.length > 0;
}
