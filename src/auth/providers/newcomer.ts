import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';
import type { Profile } from './profile.js';
import type { ProviderId } from './provider.js';

const LIFE_SECONDS = 1800;

/** Remembers, in a signed cookie of the browser, whose profile was proven until the registration is complete. */
@Injectable()
export class Newcomer {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** `waiting`: the registration by this profile that nobody has confirmed, which another address would replace. */
  keep(request: Request, provider: ProviderId, profile: Profile, waiting?: string): void {
    const until = this.clock.now().getTime() + LIFE_SECONDS * 1000;
    const value = Buffer.from(JSON.stringify({ profile, waiting, until })).toString('base64url');
    this.cookies.set(
      request.res!,
      cookieOf(provider),
      this.secrets.sign(purposeOf(provider), value),
      LIFE_SECONDS,
    );
  }

  /** Who is registering by this provider, while the cookie is fresh. */
  read(request: Request, provider: ProviderId): { profile: Profile; waiting?: string } | undefined {
    const cookie = this.cookies.read(request, cookieOf(provider));
    const value = cookie && this.secrets.unsign(purposeOf(provider), cookie);
    if (!value) {
      return undefined;
    }
    const { until, ...kept } = JSON.parse(Buffer.from(value, 'base64url').toString()) as {
      profile: Profile;
      waiting?: string;
      until: number;
    };
    return until > this.clock.now().getTime() ? kept : undefined;
  }

  forget(request: Request, provider: ProviderId): void {
    this.cookies.clear(request.res!, cookieOf(provider));
  }
}

function cookieOf(provider: ProviderId): string {
  return `${provider}-new`;
}

function purposeOf(provider: ProviderId): string {
  return `${provider} newcomer`;
}
