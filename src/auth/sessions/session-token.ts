import { createHash } from 'node:crypto';

/** What is stored of a session's token, and no more: a copy of the database opens nobody's session. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
