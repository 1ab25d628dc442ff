import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Turns secrets that people hold into values that may be stored: HMAC-SHA-256, a key of its own for each purpose. */
export class Secrets {
  private readonly keys = new Map<string, KeyObject>();

  constructor(private readonly appSecret: string) {}

  mac(purpose: string, value: string): Buffer {
    return createHmac('sha256', this.key(purpose)).update(value).digest();
  }

  /** Compares in constant time. */
  matches(purpose: string, value: string, mac: Buffer | null): boolean {
    return mac !== null && mac.length === 32 && timingSafeEqual(this.mac(purpose, value), mac);
  }

  /** A value that a browser may keep and cannot change: `value.mac`. */
  sign(purpose: string, value: string): string {
    return `${value}.${this.mac(purpose, value).toString('base64url')}`;
  }

  /** The signed value, or undefined when it was touched. */
  unsign(purpose: string, signed: string): string | undefined {
    const dot = signed.lastIndexOf('.');
    const value = signed.slice(0, dot);
    const mac = Buffer.from(signed.slice(dot + 1), 'base64url');
    return dot > 0 && this.matches(purpose, value, mac) ? value : undefined;
  }

  /** A value that a browser may keep, and neither read nor change. */
  seal(purpose: string, value: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.key(purpose), nonce);
    const sealed = [nonce, cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat(sealed).toString('base64url');
  }

  /** The sealed value, or undefined when it was touched or sealed for something else. */
  unseal(purpose: string, sealed: string): string | undefined {
    const bytes = Buffer.from(sealed, 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
    const cipher = createDecipheriv(CIPHER, this.key(purpose), bytes.subarray(0, NONCE_BYTES));
    cipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    try {
      const value = [cipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES)), cipher.final()];
      return Buffer.concat(value).toString('utf8');
    } catch {
      return undefined;
    }
  }

  private key(purpose: string): KeyObject {
    let key = this.keys.get(purpose);
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', this.appSecret, 'kabinet', purpose, 32)));
      this.keys.set(purpose, key);
    }
    return key;
  }
}
