import type { Secrets } from '../../core/secrets.js';

/** Sealed for one person: in the row of another it opens nothing. */
const purposeOf = (id: string): string => `second factor of staff ${id}`;

/** The secret of somebody's app as the database keeps it: AES-256-GCM by a key that comes from APP_SECRET. */
export function sealSecret(secrets: Secrets, id: string, secret: string): string {
  return secrets.seal(purposeOf(id), secret);
}

/** The secret again; undefined where another APP_SECRET has sealed it. */
export function openSecret(secrets: Secrets, id: string, sealed: string): string | undefined {
  return secrets.unseal(purposeOf(id), sealed);
}

/** What is kept of a recovery code. */
export function macOfRecoveryCode(secrets: Secrets, id: string, code: string): Buffer {
  return secrets.mac('recovery code of staff', `${id} ${code}`);
}
