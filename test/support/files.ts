import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The folder of files that goes with a database unless a test names another. */
export function filesOf(databaseUrl: string): string {
  return join(tmpdir(), 'kabinet-test-files', new URL(databaseUrl).pathname.slice(1));
}
