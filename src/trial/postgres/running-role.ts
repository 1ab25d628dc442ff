import { createHash } from 'node:crypto';
import pg from 'pg';

const ROLE = 'kabinet_app';

/** Makes the role that a trial runs as, beside the one that owns the tables; gives the address for it. */
export async function runningRole(ownerUrl: string): Promise<string> {
  const url = new URL(ownerUrl);
  const password = createHash('sha256').update(`${ROLE} ${url.password}`).digest('base64url');
  const owner = new pg.Client({ connectionString: ownerUrl });
  await owner.connect();
  try {
    const { rowCount } = await owner.query('SELECT FROM pg_roles WHERE rolname = $1', [ROLE]);
    const what = rowCount === 0 ? 'CREATE' : 'ALTER';
    await owner.query(`${what} ROLE ${ROLE} LOGIN PASSWORD ${pg.escapeLiteral(password)}`);
  } finally {
    await owner.end();
  }
  url.username = ROLE;
  url.password = password;
  return url.href;
}
