import { createHmac, createSecretKey, hkdfSync, type KeyObject, timingSafeEqual } from 'node:crypto';

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

  private key(purpose: string): KeyObject {
    let key = this.keys.get(purpose);
    if (!key) {
      key = createSecretKey(Buffer.from(hkdfSync('sha256', this.appSecret, 'kabinet', purpose, 32)));
      this.keys.set(purpose, key);
    }
    return key;
  }
}
