import type { Secrets } from '../../core/secrets.js';

/** Sealed for one person: in the row of another it opens nothing. */
const purposeOf = (said: string, id: string): string => `second factor ${said} ${id}`;

/** The secret of somebody's app as the database keeps it: AES-256-GCM by a key that comes from APP_SECRET. */
export function sealSecret(secrets: Secrets, said: string, id: string, secret: string): string {
  return secrets.seal(purposeOf(said, id), secret);
}

/** The secret again; undefined where another APP_SECRET has sealed it. */
export function openSecret(secrets: Secrets, said: string, id: string, sealed: string): string | undefined {
  return secrets.unseal(purposeOf(said, id), sealed);
}

/** What is kept of a recovery code. */
export function macOfRecoveryCode(secrets: Secrets, said: string, id: string, code: string): Buffer {
  return secrets.mac(`recovery code ${said}`, `${id} ${code}`);
}
