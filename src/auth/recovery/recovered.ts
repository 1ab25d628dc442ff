import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';
import type { User } from '../../users/user.entity.js';

const COOKIE = 'recovered';
const PURPOSE = 'recovered';
const LIFE_SECONDS = 1800;

/** Whose password was changed with a control string, and when. */
export interface RecoveredUser {
  readonly id: string;
  readonly passwordChangedAt: Date;
}

/** Remembers for half an hour, in a signed cookie, that this browser has just proven to have somebody's control string. */
@Injectable()
export class Recovered {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  keep(request: Request, user: User): void {
    const value = `${user.id}~${user.passwordChangedAt.getTime()}`;
    this.cookies.set(request.res!, COOKIE, this.secrets.sign(PURPOSE, value), LIFE_SECONDS);
  }

  read(request: Request): RecoveredUser | undefined {
    const cookie = this.cookies.read(request, COOKIE);
    const [id, changed] = (cookie && this.secrets.unsign(PURPOSE, cookie))?.split('~') ?? [];
    const passwordChangedAt = new Date(Number(changed));
    const fresh = this.clock.now().getTime() - passwordChangedAt.getTime() < LIFE_SECONDS * 1000;
    return id !== undefined && fresh ? { id, passwordChangedAt } : undefined;
  }

  forget(request: Request): void {
    this.cookies.clear(request.res!, COOKIE);
  }
}
