import { Injectable } from '@nestjs/common';
import { randomBytes, randomInt } from 'node:crypto';

const POOL_BYTES = 4096;

/** The only source of chance; cryptographically strong. */
@Injectable()
export class Random {
  private pool = Buffer.alloc(0);
  private used = POOL_BYTES;

  readonly bytes = (count: number): Buffer => {
    // From a pool, as randomUUID does: asking the generator for a few bytes at a time is slow.
    if (this.used + count > POOL_BYTES) {
      this.pool = randomBytes(Math.max(POOL_BYTES, count));
      this.used = 0;
    }
    const taken = this.pool.subarray(this.used, this.used + count);
    this.used += count;
    return taken;
  };

  /** A whole number from 0 up to, not including, `max`. */
  readonly int = (max: number): number => randomInt(max);

  /** A string of so many random bytes, safe in addresses and cookies. */
  token(bytes = 24): string {
    return this.bytes(bytes).toString('base64url');
  }
}
