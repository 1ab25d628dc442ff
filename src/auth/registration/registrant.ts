import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';

const COOKIE = 'registrant';
const LIFE_SECONDS = 1800;

/**
 * Remembers for half an hour, in a signed cookie, which registration with a password this browser may put right: it has just
 * made it, or shown its login and password.
 */
@Injectable()
export class Registrant {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  keep(request: Request, userId: string): void {
    const until = this.clock.now().getTime() + LIFE_SECONDS * 1000;
    this.cookies.set(request.res!, COOKIE, this.secrets.sign(COOKIE, `${userId}~${until}`), LIFE_SECONDS);
  }

  /** Which registration it is, while the cookie is fresh. */
  read(request: Request): string | undefined {
    const cookie = this.cookies.read(request, COOKIE);
    const [userId, until] = (cookie && this.secrets.unsign(COOKIE, cookie)?.split('~')) || [];
    return Number(until) > this.clock.now().getTime() ? userId : undefined;
  }

  forget(request: Request): void {
    if (this.cookies.read(request, COOKIE) !== undefined) this.cookies.clear(request.res!, COOKIE);
  }
}
