import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';

const COOKIE = 'next-login';
const PURPOSE = 'next login';
const LIFE_SECONDS = 600;

/** Remembers for ten minutes who has just changed a password here, so that the login need not be typed again. */
@Injectable()
export class NextLogin {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
  ) {}

  keep(request: Request, login: string): void {
    this.cookies.set(
      request.res!,
      COOKIE,
      this.secrets.sign(PURPOSE, encodeURIComponent(login)),
      LIFE_SECONDS,
    );
  }

  read(request: Request): string {
    const kept = this.cookies.read(request, COOKIE);
    return decodeURIComponent((kept && this.secrets.unsign(PURPOSE, kept)) ?? '');
  }

  forget(request: Request): void {
    if (this.cookies.read(request, COOKIE) !== undefined) this.cookies.clear(request.res!, COOKIE);
  }
}
