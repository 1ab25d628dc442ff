const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const CODE_LENGTH = 8;

// 248 is the largest multiple of 62 that a byte can reach; the bytes above it would favour the first letters.
const FAIR_LIMIT = 256 - (256 % ALPHABET.length);

/** How many times one code may be typed; following its link is not counted. */
export const TYPED_ATTEMPTS_LIMIT = 5;

export type CodeState = 'valid' | 'used' | 'superseded' | 'expired' | 'exhausted';

export interface OneTimeCode {
  expiresAt: Date;
  usedAt: Date | null;
  supersededAt: Date | null;
  typedAttempts: number;
}

/** Makes a code to be typed, as `r9TlaDuQ`: 62^8, that is 47.6 bits. */
export function makeCode(randomBytes: (n: number) => Buffer): string {
  let code = '';
  while (code.length < CODE_LENGTH) {
    for (const byte of randomBytes(CODE_LENGTH)) {
      if (byte < FAIR_LIMIT && code.length < CODE_LENGTH) code += ALPHABET[byte % ALPHABET.length];
    }
  }
  return code;
}

/** Makes the secret that a link carries besides the code: 128 bits in 22 characters of base64url. */
export function makeLinkSecret(randomBytes: (n: number) => Buffer): string {
  return randomBytes(16).toString('base64url');
}

/** Tells whether a code still works; «exhausted» closes only typing, so that a stranger cannot burn the owner's link. */
export function codeState(code: OneTimeCode, now: Date): CodeState {
  if (code.usedAt) return 'used';
  if (code.supersededAt) return 'superseded';
  if (now >= code.expiresAt) return 'expired';
  return code.typedAttempts >= TYPED_ATTEMPTS_LIMIT ? 'exhausted' : 'valid';
}
