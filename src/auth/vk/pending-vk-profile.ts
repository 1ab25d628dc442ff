import { Injectable } from '@nestjs/common';
import type { Request } from 'express';
import { Clock } from '../../core/clock.js';
import { Secrets } from '../../core/secrets.js';
import { Cookies } from '../../web/cookies.js';
import type { VkProfile } from './vk-profile.js';

const COOKIE = 'vk-new';
const PURPOSE = 'vk newcomer';
const LIFE_SECONDS = 1800;

/** Remembers, in a signed cookie of the browser, whose VK profile was proven until the registration is complete. */
@Injectable()
export class PendingVkProfile {
  constructor(
    private readonly cookies: Cookies,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  keep(request: Request, profile: VkProfile): void {
    const until = this.clock.now().getTime() + LIFE_SECONDS * 1000;
    const value = Buffer.from(JSON.stringify({ profile, until })).toString('base64url');
    this.cookies.set(request.res!, COOKIE, this.secrets.sign(PURPOSE, value), LIFE_SECONDS);
  }

  /** Who is registering, while the cookie is fresh. */
  read(request: Request): VkProfile | undefined {
    const cookie = this.cookies.read(request, COOKIE);
    const value = cookie && this.secrets.unsign(PURPOSE, cookie);
    if (!value) {
      return undefined;
    }
    const { profile, until } = JSON.parse(Buffer.from(value, 'base64url').toString()) as {
      profile: VkProfile;
      until: number;
    };
    return until > this.clock.now().getTime() ? profile : undefined;
  }

  forget(request: Request): void {
    this.cookies.clear(request.res!, COOKIE);
  }
}
