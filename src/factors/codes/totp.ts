import { Secret, TOTP } from 'otpauth';

/** What all apps understand; RFC 6238 with SHA-1, as Google Authenticator reads it. */
const SETTINGS = { algorithm: 'SHA1', digits: 6, period: 30 } as const;
/** How many steps the clock of a telephone may be off, each way. */
const DRIFT = 1;
/** As RFC 4226 recommends. */
export const SECRET_BYTES = 20;

/** The secret of an app as it is stored and typed: base32 of these bytes. */
export function secretOf(bytes: Uint8Array): string {
  return new Secret({ buffer: Uint8Array.from(bytes).buffer }).base32;
}

/** The secret for a person who types it into the app. */
export function typedSecret(secret: string): string {
  return secret.match(/.{1,4}/g)!.join(' ');
}

/** The step (of 30 s, since 1970) that a code belongs to; undefined where it is none of the present one and its neighbours. */
export function stepOf(code: string, secret: string, now: Date): number | undefined {
  // The library compares bytes, and fails on six signs that have more of them.
  if (!/^\d{6}$/.test(code)) return undefined;
  const timestamp = now.getTime();
  const asked = { ...SETTINGS, token: code, secret: Secret.fromBase32(secret), timestamp, window: DRIFT };
  const delta = TOTP.validate(asked);
  return delta === null ? undefined : TOTP.counter({ period: SETTINGS.period, timestamp }) + delta;
}

/** The address that a QR code carries into an app: the portal, the login, the secret. */
export function setupAddress(secret: string, portal: string, login: string): string {
  return new TOTP({ ...SETTINGS, issuer: portal, label: login, secret }).toString();
}
