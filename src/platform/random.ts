import { Injectable } from '@nestjs/common';
import { randomBytes, randomInt } from 'node:crypto';

/** The only source of chance; cryptographically strong. */
@Injectable()
export class Random {
  readonly bytes = (count: number): Buffer => randomBytes(count);

  /** A whole number from 0 up to, not including, `max`. */
  readonly int = (max: number): number => randomInt(max);

  /** A string of so many random bytes, safe in addresses and cookies. */
  token(bytes = 24): string {
    return randomBytes(bytes).toString('base64url');
  }
}
