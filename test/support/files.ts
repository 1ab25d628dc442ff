import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of files that goes with a database unless a test names another. */
export function filesOf(databaseUrl: string): string {
  // of this user: a folder of somebody else could not be written to
  const folder = `kabinet-test-files-${process.getuid?.() ?? 0}`;
  return join(tmpdir(), folder, new URL(databaseUrl).pathname.slice(1));
}
