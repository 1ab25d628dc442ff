/** What a backup says of itself, without personal data: it lies there in the open. */
export interface Manifest {
  /** Of this text; another one is of another version of the program. */
  readonly format: 1;
  /** The moment whose state it holds. */
  readonly takenAt: Date;
  /** The id of the database, which the folder of files belongs to, too. */
  readonly installation: string;
  /** Of pg_dump, which an older pg_restore does not read. */
  readonly dumpVersion: number;
  /** Numbers of the migrations that had been run. */
  readonly migrations: readonly string[];
  readonly databaseBytes: number;
  readonly files: number;
  readonly filesBytes: number;
  /** Files that the database names and that were not there any more. */
  readonly filesMissing: number;
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const NUMBERS = ['dumpVersion', 'databaseBytes', 'files', 'filesBytes', 'filesMissing'] as const;

/** The text of the file `manifest.json`. */
export function manifestText(manifest: Manifest): string {
  return `${JSON.stringify(manifest, null, 2)}\n`;
}

/** Reads such a text; undefined where it is none of ours. */
export function readManifest(text: string): Manifest | undefined {
  let found: Record<string, unknown>;
  try {
    found = Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const { format, takenAt, installation, migrations } = found;
  const moment = new Date(String(takenAt));
  const isOurs =
    format === 1 &&
    !Number.isNaN(moment.getTime()) &&
    UUID.test(String(installation)) &&
    Array.isArray(migrations) &&
    migrations.every((number) => /^\d{13}$/.test(String(number))) &&
    NUMBERS.every((name) => Number.isSafeInteger(found[name]) && Number(found[name]) >= 0);
  return isOurs ? { ...(found as unknown as Manifest), takenAt: moment } : undefined;
}
