import { createHash, type Hash } from 'node:crypto';
import type { EntityManager } from 'typeorm';
import { type Queryable, rowsOf } from '../../core/query.js';
import type { Secrets } from '../../core/secrets.js';
import { PERSONAL_PART, personalMac } from '../line-macs.js';

/** What a seal covers and says. */
export interface Seal {
  readonly no: string;
  readonly after_id: string;
  readonly last_id: string;
  readonly lines: number;
  readonly mac: Buffer;
}

interface Line {
  readonly id: string;
  readonly fixed: string;
  readonly part: string;
  readonly kept: Buffer | null;
}

const PORTION = 2000;

/** Lines of the journal by what never changes, and what they tell of people or the MAC that it has left. */
const LINES = `
  SELECT e.id, jsonb_build_array(e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'), e.actor_kind, e.actor_id,
    e.action, e.object_kind, e.object_id, e.request_id)::text AS fixed, ${PERSONAL_PART} AS part, e.personal_mac AS kept
  FROM audit_events e WHERE e.id > $1 AND e.id <= $2 ORDER BY e.id LIMIT ${PORTION}`;

/** What the lines of a range come to: how many there are, and their digest. */
export async function digestOf(
  on: Queryable | EntityManager,
  secrets: Secrets,
  range: { after: string; last: string },
): Promise<{ lines: number; digest: string }> {
  const hash = createHash('sha256');
  let lines = 0;
  for (let after = range.after; ;) {
    const rows = await rowsOf<Line>(on, LINES, [after, range.last]);
    for (const row of rows) addLine(hash, secrets, row);
    lines += rows.length;
    if (rows.length < PORTION) return { lines, digest: hash.digest('hex') };
    after = rows.at(-1)!.id;
  }
}

function addLine(hash: Hash, secrets: Secrets, { fixed, part, kept }: Line): void {
  const personal = (kept ?? personalMac(secrets, part)).toString('hex');
  hash.update(`${fixed}\n${personal}\n`);
}

/** The MAC of a seal, which no one without APP_SECRET can make; it covers the seal before. */
export function sealMac(
  secrets: Secrets,
  before: Buffer | undefined,
  seal: Omit<Seal, 'mac'>,
  digest: string,
): Buffer {
  const { no, after_id: after, last_id: last, lines } = seal;
  const said = [before?.toString('hex') ?? '', no, after, last, lines, digest];
  return secrets.mac('journal: seal', JSON.stringify(said.map(String)));
}
